package io.millrace.core.plugin;

import io.millrace.api.StageFactory;
import io.millrace.core.catalog.BrokenProvider;
import io.millrace.core.catalog.OfferedStage;
import io.millrace.core.catalog.StageCatalog;
import io.millrace.core.catalog.StageOrigin;
import java.util.ArrayList;
import java.util.List;

/** Collects what a search for stages finds; what is broken never ends it. */
final class Findings {
  private final List<OfferedStage> offered = new ArrayList<>();
  private final List<BrokenProvider> broken = new ArrayList<>();

  /** Makes the class's factories and notes each stage, or what is wrong; whether there is one. */
  boolean add(Class<?> type, StageOrigin origin, String codeHash) {
    int before = offered.size();
    try {
      for (StageFactory<?, ?> factory : Provider.make(type)) {
        addChecked(factory, origin, codeHash);
      }
    } catch (Provider.Broken e) {
      broken.add(new BrokenProvider(e.provider(), origin, reason(e)));
    }
    return offered.size() > before;
  }

  private void addChecked(StageFactory<?, ?> factory, StageOrigin origin, String codeHash) {
    try {
      offered.add(new OfferedStage(Provider.checked(factory), origin, codeHash));
    } catch (Provider.Broken e) {
      broken.add(new BrokenProvider(e.provider(), origin, reason(e)));
    }
  }

  /** Notes a provider that can't be used. */
  void addBroken(String provider, StageOrigin origin, String reason) {
    broken.add(new BrokenProvider(provider, origin, reason));
  }

  /** All that was found. */
  StageCatalog catalog() {
    return StageCatalog.of(offered, broken);
  }

  private static String reason(Provider.Broken failure) {
    return String.valueOf(failure.getMessage());
  }
}
