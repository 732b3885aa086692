package cloud.bleu.cli.terminal;

import java.util.List;

/** The program as it says of itself: its name and its version. */
public final class Program {

  /** The group and version of the kinds. */
  public static final String API = "placement.bleu.cloud/v1alpha1";

  /**
   * What the verb is typed after, for messages; the launcher says if it is {@code kubectl bleu}.
   */
  private static final String NAME_PROPERTY = "bleu.command";

  private Program() {}

  /** What the program is called by who typed it: {@code bleu} or {@code kubectl bleu}. */
  public static String name() {
    return System.getProperty(NAME_PROPERTY, "bleu");
  }

  /** The version of the build. */
  public static String version() {
    String version = Program.class.getPackage().getImplementationVersion();
    return version == null ? "development build" : version;
  }

  /** The version of the build, then of what it runs on and speaks. */
  public static List<String> versionLines() {
    return List.of("bleu " + version(), "Java " + Runtime.version() + ", API " + API);
  }
}
