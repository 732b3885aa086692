package cloud.bleu.cli.sandbox;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.BadInputException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said where a class is not there. */
class EmbeddedSandboxTest {

  /** Only the library of the API server is known to be missing where nobody used the launcher. */
  @ParameterizedTest
  @CsvSource({
    "io/fabric8/kubernetes/client/server/mock/KubernetesMixedDispatcher, true",
    "io/fabric8/mockwebserver/MockWebServer, true",
    "io/fabric8/kubernetes/client/KubernetesClient, false",
    "cloud/bleu/sandbox/FakeNode, false",
    ", false",
  })
  void aDefectIsNotTakenForAWrongClassPath(String missing, boolean ofTheLibrary) {
    Throwable told =
        assertThrows(
            Throwable.class,
            () ->
                EmbeddedSandbox.open(
                    () -> {
                      throw new NoClassDefFoundError(missing);
                    }));
    assertTrue(
        ofTheLibrary ? told instanceof BadInputException : told instanceof NoClassDefFoundError,
        told::toString);
  }
}
