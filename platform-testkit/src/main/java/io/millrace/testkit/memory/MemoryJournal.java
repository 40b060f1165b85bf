package io.millrace.testkit.memory;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.effect.Receipt;
import io.millrace.api.tracking.Journal;
import io.millrace.api.tracking.KeptOutput;
import io.millrace.api.tracking.Lease;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Kept outputs, effects and leases in memory. */
final class MemoryJournal implements Journal {
  private final MemoryDatabase database;

  MemoryJournal(MemoryDatabase database) {
    this.database = database;
  }

  @Override
  public Optional<KeptOutput> kept(String fingerprint) {
    synchronized (database) {
      return Optional.ofNullable(database.outputs.get(fingerprint));
    }
  }

  @Override
  public void keep(KeptOutput output) {
    synchronized (database) {
      database.outputs.putIfAbsent(output.fingerprint(), output);
    }
  }

  @Override
  public List<KeptOutput> keptOutputs() {
    synchronized (database) {
      return database.outputs.values().stream()
          .sorted(Comparator.comparing(KeptOutput::time).thenComparing(KeptOutput::fingerprint))
          .toList();
    }
  }

  @Override
  public void forget(String fingerprint) {
    synchronized (database) {
      database.outputs.remove(fingerprint);
    }
  }

  @Override
  public void intend(EffectKey key) {
    synchronized (database) {
      database.effects.putIfAbsent(key, Optional.empty());
    }
  }

  @Override
  public void done(EffectKey key, Receipt receipt) {
    synchronized (database) {
      database.effects.put(key, Optional.of(receipt));
    }
  }

  @Override
  public Optional<Receipt> effect(EffectKey key) {
    synchronized (database) {
      return database.effects.getOrDefault(key, Optional.empty());
    }
  }

  @Override
  public Lease acquire(Lease wanted, Predicate<Lease> ended) {
    synchronized (database) {
      Lease held = database.leases.get(wanted.run());
      if (held != null && !held.sameHolder(wanted) && !ended.test(held)) {
        return held;
      }
      database.leases.put(wanted.run(), wanted);
      return wanted;
    }
  }

  @Override
  public Optional<Lease> lease(String run) {
    synchronized (database) {
      return Optional.ofNullable(database.leases.get(run));
    }
  }

  @Override
  public boolean heartbeat(Lease lease) {
    synchronized (database) {
      return isHeldBy(lease) && database.leases.put(lease.run(), lease) != null;
    }
  }

  @Override
  public void release(Lease lease) {
    synchronized (database) {
      if (isHeldBy(lease)) {
        database.leases.remove(lease.run());
      }
    }
  }

  private boolean isHeldBy(Lease lease) {
    Lease held = database.leases.get(lease.run());
    return held != null && held.sameHolder(lease);
  }

  @Override
  public void deleteRun(String run) {
    synchronized (database) {
      database.effects.keySet().removeIf(key -> key.run().equals(run));
      database.leases.remove(run);
    }
  }
}
