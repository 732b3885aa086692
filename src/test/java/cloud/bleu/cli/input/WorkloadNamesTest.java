package cloud.bleu.cli.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.Request;
import cloud.bleu.faults.ScriptedServer;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.sandbox.ProjectCrds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workloads as a person types them, who copies from a table or from what kubectl prints. */
@Tag("wiring")
class WorkloadNamesTest {
  private static final List<WorkloadId> KNOWN =
      List.of(new WorkloadId("shop", "web"), new WorkloadId("bw", "api"));

  private static final Fault HIDDEN =
      new Fault() {
        @Override
        public @Nullable Answer instead(Request request) {
          return request.path().contains("/namespaces/bleuworkload/")
              ? Answer.status(403, "Forbidden")
              : null;
        }
      };

  @TempDir private Path directory;

  /**
   * Who may read one namespace only has to have the one looked into that is meant. A namespace may
   * be called as the kind is; of bleuworkload this user may see nothing.
   */
  @ParameterizedTest
  @CsvSource({
    "web, of-context",
    "bw/web, of-context",
    "bleuworkload/web, of-context",
    "bleuworkload/hidden, of-context",
    "bleuworkloads.placement.bleu.cloud/web, of-context",
    "BW/api, of-context",
    "bw/api, bw",
    "bleuworkload/api, of-context",
    "bw/shop/web, shop",
    "bw/bw/both, bw",
    "shop/web, shop",
  })
  void theNamespaceIsTheOneThatHasIt(String typed, String namespace) throws IOException {
    try (ScriptedServer server = new ScriptedServer(ProjectCrds.all(), HIDDEN)) {
      InputOptions input = input(server);
      assertEquals(namespace, WorkloadNames.namespace(typed, null, input));
      assertEquals("given", WorkloadNames.namespace(typed, "given", input));
    }
  }

  @Test
  void whatMayBeTwoObjectsIsRefused() throws IOException {
    try (ScriptedServer server = new ScriptedServer(ProjectCrds.all(), HIDDEN)) {
      InputOptions input = input(server);
      BadInputException both =
          assertThrows(
              BadInputException.class, () -> WorkloadNames.namespace("bw/both", null, input));
      assertEquals(
          "bw is a namespace and a kind, so bw/both may be that of the namespace bw or of the"
              + " namespace of-context; give bw/bw/both or of-context/both",
          both.getMessage());
    }
  }

  private InputOptions input(ScriptedServer server) throws IOException {
    for (String one : List.of("bw/api", "bw/both", "of-context/both", "bleuworkload/hidden")) {
      BleuWorkload workload = new BleuWorkload();
      workload.getMetadata().setNamespace(one.split("/")[0]);
      workload.getMetadata().setName(one.split("/")[1]);
      server.admin().resource(workload).create();
    }
    InputOptions input = new InputOptions();
    input.kubeconfig =
        Files.writeString(
            directory.resolve("config"),
            """
            current-context: a
            clusters: [{name: a, cluster: {server: "%s"}}]
            contexts: [{name: a, context: {cluster: a, namespace: of-context}}]
            """
                .formatted(server.client().getMasterUrl()));
    return input;
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

  /** What -n says counts, and not that there is a namespace called as the kind is. */
  @ParameterizedTest
  @CsvSource({
    "bw/both, shop, shop/both",
    "bw/both, bw, bw/both",
    "bw/bw/both, bw, bw/both",
    "bw/api, bw, bw/api",
    "both, shop, shop/both",
  })
  void theOneInTheNamespaceThatIsGivenIsFound(String typed, String namespace, String id) {
    List<WorkloadId> known = new ArrayList<>(KNOWN);
    known.add(new WorkloadId("bw", "both"));
    known.add(new WorkloadId("shop", "both"));
    assertEquals(id, new WorkloadNames(known, namespace).one(typed).toString());
  }

  @Test
  void theNearestIsSoughtWithoutTheKind() {
    BadInputException unknown =
        assertThrows(BadInputException.class, () -> new WorkloadNames(KNOWN, null).one("bw/webb"));
    assertEquals(
        "there is no BleuWorkload \"bw/webb\"; did you mean web? `bleu plan` lists them",
        unknown.getMessage());
  }
}
