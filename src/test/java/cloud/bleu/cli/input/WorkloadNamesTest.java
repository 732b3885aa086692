package cloud.bleu.cli.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.placement.model.WorkloadId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workloads as a person types them, who copies from a table or from what kubectl prints. */
class WorkloadNamesTest {
  private static final List<WorkloadId> KNOWN =
      List.of(new WorkloadId("shop", "web"), new WorkloadId("bw", "api"));

  @TempDir private Path directory;

  /** Who may read one namespace only has to have the one looked into that is meant. */
  @ParameterizedTest
  @CsvSource({
    "web, of-context",
    "bw/web, of-context",
    "bleuworkload/web, of-context",
    "bleuworkloads.placement.bleu.cloud/web, of-context",
    "bw/shop/web, shop",
    "shop/web, shop",
  })
  void aKindIsNoNamespace(String typed, String namespace) throws IOException {
    InputOptions input = new InputOptions();
    input.kubeconfig =
        Files.writeString(
            directory.resolve("config"),
            """
            current-context: a
            clusters: [{name: a, cluster: {server: "https://127.0.0.1:1"}}]
            contexts: [{name: a, context: {cluster: a, namespace: of-context}}]
            """);
    assertEquals(namespace, WorkloadNames.namespace(typed, null, input));
    assertEquals("given", WorkloadNames.namespace(typed, "given", input));
  }

  @ParameterizedTest
  @CsvSource({
    "web, shop/web",
    "bw/web, shop/web",
    "shop/web, shop/web",
    "bw/shop/web, shop/web",
    // A namespace may be called as a kind is.
    "bw/api, bw/api",
  })
  void theOneThatIsMeantIsFound(String typed, String id) {
    assertEquals(id, new WorkloadNames(KNOWN, null).one(typed).toString());
  }

  @Test
  void theNearestIsSoughtWithoutTheKind() {
    BadInputException unknown =
        assertThrows(BadInputException.class, () -> new WorkloadNames(KNOWN, null).one("bw/webb"));
    assertEquals(
        "there is no BleuWorkload \"bw/webb\"; did you mean web?; `bleu plan` lists them",
        unknown.getMessage());
  }
}
