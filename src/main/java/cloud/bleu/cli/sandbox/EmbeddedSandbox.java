package cloud.bleu.cli.sandbox;

import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.sandbox.ProjectCrds;
import cloud.bleu.sandbox.Sandbox;
import java.util.List;
import java.util.function.Supplier;

/**
 * The sandbox with an API server of its own, which is made of a library that only the launcher puts
 * beside the program.
 */
public final class EmbeddedSandbox {

  private static final List<String> LIBRARY =
      List.of("io/fabric8/kubernetes/client/server/mock/", "io/fabric8/mockwebserver/");

  private EmbeddedSandbox() {}

  /**
   * Starts one.
   *
   * @throws BadInputException where the library is not on the class path
   */
  public static Sandbox open() {
    return open(() -> Sandbox.embedded(ProjectCrds.all()));
  }

  static <T> T open(Supplier<T> sandbox) {
    try {
      return sandbox.get();
    } catch (NoClassDefFoundError e) {
      String missing = String.valueOf(e.getMessage());
      if (LIBRARY.stream().noneMatch(missing::startsWith)) {
        throw e;
      }
      throw new BadInputException(
          "the API server of the sandbox is not on the class path: start it with ./bleu sandbox");
    }
  }
}
