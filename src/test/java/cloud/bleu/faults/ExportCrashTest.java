package cloud.bleu.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.evidence.Verification;
import cloud.bleu.evidence.VerificationReport;
import cloud.bleu.operator.Scene;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.translate.OwnRules;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operator crashes after each write of the ledger, and after each of a placement, in a short
 * life with an export: what the disk has holds in the end, and says what it lacks.
 */
@RealControlPlane
@Tag("campaign")
class ExportCrashTest {

  @TempDir Path folder;

  @Test
  void exportOfOperatorsThatCrashHolds(
      KubernetesClient client, FakeNodes nodes, OperatorAccount account) throws IOException {
    Scene scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b");
    CrashedExport export = new CrashedExport(folder);
    for (String plan :
        List.of("crash@decisionledgers:every:1", "crash@workloadplacements:every:1")) {
      List<String> crashes = live(scene, client, account.config(), export, Crash.parse(plan));
      assertTrue(crashes.size() >= 3, plan + " crashed after " + crashes);
    }

    VerificationReport report =
        Verification.verify(export.current(), List.of(), List.of(), OwnRules::of);
    assertEquals(List.of(), report.faults());
    assertEquals(scene.ledger().getSpec().sequence(), report.last());
    assertEquals(scene.ledger().getSpec().headHash(), report.head());
    long lost = report.notEvaluated().values().stream().mapToLong(Long::longValue).sum();
    assertEquals(report.kinds().get("Decision"), report.rederived() + lost, report.toString());
    assertTrue(
        report.notEvaluated().keySet().stream().allMatch(why -> why.contains("as the chain says")),
        report.toString());
    assertTrue(report.kinds().get("Decision") >= 6, report.toString());
    assertEquals(0, report.inForce(), report.toString());
  }

  private static List<String> live(
      Scene scene, KubernetesClient client, Config config, CrashedExport export, Crash crash) {
    try (Operators operators = new Operators(config, crash, Fault.NONE, export)) {
      scene.workload("web", 2, "{}");
      scene.awaitReady("web");
      client.resources(BleuWorkload.class).withName("web").scale(4);
      scene.until(
          "it is grown",
          () -> scene.bound("web").values().stream().mapToInt(Integer::intValue).sum() == 4);
      client.resources(BleuWorkload.class).withName("web").delete();
      scene.until(
          "nothing is left, and all is exported",
          () ->
              scene.workload("web") == null
                  && scene.placement("web") == null
                  && scene.ledger().getSpec().entries().isEmpty()
                  && scene.ledger().getSpec().records().isEmpty());
      return operators.crashedAfter();
    }
  }
}
