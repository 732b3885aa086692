package cloud.bleu.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.evidence.verification.VerificationReport;
import cloud.bleu.layers.Campaign;
import cloud.bleu.operator.ChainWatch;
import cloud.bleu.operator.Scene;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operator crashes after each write of the ledger, in a short life with an export: what the
 * disk has holds in the end, and says what it lacks. {@code hack/test --long} crashes after each
 * write of a placement in another one.
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
    try (ChainWatch chain = new ChainWatch(client)) {
      crash(scene, client, account.campaignConfig(), chain);
    }
  }

  private void crash(Scene scene, KubernetesClient client, Config config, ChainWatch chain)
      throws IOException {
    CrashedExport export = new CrashedExport(folder);
    String ledger = "crash@decisionledgers:every:1";
    List<String> plans =
        Campaign.isLong() ? List.of(ledger, "crash@workloadplacements:every:1") : List.of(ledger);
    for (String plan : plans) {
      List<String> crashes = live(scene, client, config, export, Crash.parse(plan));
      assertTrue(crashes.size() >= 3, plan + " crashed after " + crashes);
    }

    VerificationReport report = ExportCheck.holds(export.current(), scene, chain);
    assertTrue(report.kinds().get("Decision") >= 3 * plans.size(), report.toString());
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
          "nothing is left", () -> scene.workload("web") == null && scene.placement("web") == null);
      ExportCheck.await(scene, export::current);
      return operators.crashedAfter();
    }
  }
}
