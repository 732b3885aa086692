package cloud.bleu.cli;

import cloud.bleu.cli.terminal.IOStreams;
import java.lang.reflect.Constructor;
import picocli.CommandLine;

/** Makes the verbs, which take a IOStreams if they need one. */
record VerbFactory(IOStreams streams) implements CommandLine.IFactory {
  private static final CommandLine.IFactory BY_DEFAULT = CommandLine.defaultFactory();

  @Override
  public <K> K create(Class<K> type) throws Exception {
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (constructor.getParameterCount() == 1
          && constructor.getParameterTypes()[0] == IOStreams.class) {
        return type.cast(constructor.newInstance(streams));
      }
    }
    return BY_DEFAULT.create(type);
  }
}
