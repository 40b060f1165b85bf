package io.millrace.core.plugin;

import static java.util.Objects.requireNonNull;

import io.millrace.api.StageFactory;
import io.millrace.api.StageFamily;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.regex.Pattern;

/** Makes the factories of a provider's class, and checks what they say of themselves. */
final class Provider {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  private Provider() {}

  /**
   * The factory that the class is, or those of the family that it is; to be {@link #checked}.
   *
   * @throws Broken with what is wrong with the class
   */
  static List<StageFactory<?, ?>> make(Class<?> type) throws Broken {
    boolean family = StageFamily.class.isAssignableFrom(type);
    String contract =
        "; a %s is a public class with a public constructor without parameters"
            .formatted(family ? "family" : "factory");
    if (!family && !StageFactory.class.isAssignableFrom(type)) {
      throw new Broken(type.getName(), "it does not implement " + StageFactory.class.getName());
    }
    if (!Modifier.isPublic(type.getModifiers()) || Modifier.isAbstract(type.getModifiers())) {
      throw new Broken(type.getName(), "it is not public or abstract" + contract);
    }
    try {
      Object provider = type.getConstructor().newInstance();
      return provider instanceof StageFamily<?> members
          ? List.copyOf(requireNonNull(members.stages(), "stages() is null"))
          : List.of((StageFactory<?, ?>) provider);
    } catch (NoSuchMethodException e) {
      throw new Broken(type.getName(), "it has no such constructor" + contract);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      throw new Broken(type.getName(), Breakage.reason(e));
    }
  }

  /**
   * The factory, which can be asked for all that the platform needs of it.
   *
   * @throws Broken with what is wrong with it
   */
  static StageFactory<?, ?> checked(StageFactory<?, ?> factory) throws Broken {
    String name;
    String prefix;
    try {
      name = requireNonNull(factory.name(), "name() is null");
      prefix = requireNonNull(factory.kind(), "kind() is null").prefix() + "/";
    } catch (RuntimeException | LinkageError e) {
      throw new Broken(factory.getClass().getName(), Breakage.reason(e));
    }
    if (!name.startsWith(prefix) || !NAME.matcher(name.substring(prefix.length())).matches()) {
      throw new Broken(
          factory.getClass().getName(),
          "its name is '"
              + name
              + "'; a "
              + factory.kind().text()
              + " is named "
              + prefix
              + " and lower-case words joined by dashes");
    }
    checkOffer(factory, name);
    return factory;
  }

  private static void checkOffer(StageFactory<?, ?> factory, String name) throws Broken {
    try {
      requireNonNull(factory.datasetType(), "datasetType() is null");
      requireNonNull(factory.help(), "help() is null");
      requireNonNull(factory.example(), "example() is null");
      Class<?> options = requireNonNull(factory.optionsType(), "optionsType() is null");
      if (!options.isRecord()) {
        throw new Broken(name, "its options " + options.getName() + " are no record");
      }
    } catch (RuntimeException | LinkageError e) {
      throw new Broken(name, Breakage.reason(e));
    }
  }

  /** Why a provider can't be used; the message is one sentence without its full stop. */
  static final class Broken extends Exception {
    private final String provider;

    Broken(String provider, String message) {
      super(message);
      this.provider = provider;
    }

    /** The stage's name where it is known, else the provider's class. */
    String provider() {
      return provider;
    }
  }
}
