package io.millrace.api.tracking;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.effect.Receipt;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What makes runs repeatable and resumable: kept outputs, effects, leases. Every write is durable
 * when the call returns. Thread-safe, and safe with other processes.
 */
public interface Journal {
  /** The output kept under a fingerprint. */
  Optional<KeptOutput> kept(String fingerprint);

  /** Keeps an output. If the fingerprint is taken, what is kept stays. */
  void keep(KeptOutput output);

  /** All kept outputs, the oldest first. */
  List<KeptOutput> keptOutputs();

  /** Forgets a kept output. */
  void forget(String fingerprint);

  /** Notes that an effect is about to happen. */
  void intend(EffectKey key);

  /** Notes that an effect has happened. */
  void done(EffectKey key, Receipt receipt);

  /** What an effect did; empty if it was never done, or only intended. */
  Optional<Receipt> effect(EffectKey key);

  /**
   * Takes the lease on a run, in one atomic step.
   *
   * @param ended whether the present holder's lease has ended
   * @return the lease that is in force now: the wanted one, or that of the holder who keeps it
   */
  Lease acquire(Lease wanted, Predicate<Lease> ended);

  /** The lease on a run. */
  Optional<Lease> lease(String run);

  /**
   * Says that the holder lives.
   *
   * @return false if the lease is no longer this holder's
   */
  boolean heartbeat(Lease lease);

  /** Gives the lease back; nothing happens if it is no longer this holder's. */
  void release(Lease lease);

  /** Forgets effects and lease of a run. */
  void deleteRun(String run);
}
