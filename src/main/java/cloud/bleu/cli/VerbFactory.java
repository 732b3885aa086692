package cloud.bleu.cli;

import cloud.bleu.cli.terminal.Surface;
import java.lang.reflect.Constructor;
import picocli.CommandLine;

/** Makes the verbs, which take a Surface if they need one. */
record VerbFactory(Surface surface) implements CommandLine.IFactory {
  private static final CommandLine.IFactory BY_DEFAULT = CommandLine.defaultFactory();

  @Override
  public <K> K create(Class<K> type) throws Exception {
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (constructor.getParameterCount() == 1
          && constructor.getParameterTypes()[0] == Surface.class) {
        return type.cast(constructor.newInstance(surface));
      }
    }
    return BY_DEFAULT.create(type);
  }
}
