package cloud.bleu.layers;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Command lines of JVMs that tests start: with the classes of the test's own one, which they map
 * from an archive, and what makes short lives cheap there. As the test's own, they compile without
 * optimizing, encrypt with what is fast then, and have a pool for asynchronous steps.
 */
public final class ChildJvm {
  static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private ChildJvm() {}

  /**
   * The words of the command as far as the arguments of {@code main}, to be added to.
   *
   * @param options further ones of the JVM, as {@code -Xmx256m}
   */
  public static List<String> command(Class<?> main, String... options) {
    List<String> command = shortLived();
    command.addAll(ofTheTest());
    command.addAll(List.of(options));
    command.addAll(ClassArchive.options());
    command.add(main.getName());
    return command;
  }

  /** The words for a program with classes of its own: the JVM with what makes its life cheap. */
  public static List<String> shortLived() {
    List<String> command = new ArrayList<>();
    command.add(java());
    command.addAll(SHORT_LIVED);
    return command;
  }

  /** The words of {@link #command}, each quoted, for a shell. */
  public static String shell(Class<?> main) {
    return String.join(" ", command(main).stream().map(word -> "'" + word + "'").toList());
  }

  /** The program of the test's own JVM. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static List<String> ofTheTest() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(
            option ->
                Stream.of("-Djdk.tls.", "-Dkeystore.", "-Djava.util.concurrent.ForkJoinPool.")
                    .anyMatch(option::startsWith))
        .toList();
  }
}
