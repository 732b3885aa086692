package cloud.bleu.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.operator.ChainWatch;
import cloud.bleu.operator.Scene;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operator crashes in the middle of one full life of a workload, right after a write that the
 * server took; the next one begins with what the server has, and the life must go as the
 * undisturbed one: the same states, decisions, creates and deletes. All of them export the chain to
 * one directory, which in the end has every entry that was ever in the ledger, once.
 *
 * <p>The default run crashes after every write of any kind, so that no operator sees the answer to
 * one; after every write of the ledger, of a placement, of a child, with all that comes between in
 * one go; and after two writes that a printed seed chooses, with the rest of the life undisturbed.
 * {@code -Dbleu.faults=all} crashes after each single write, one life for each; {@code
 * -Dbleu.faults=crash@*:17} replays one plan, {@code -Dbleu.faults=seed:4711} a choice.
 */
@RealControlPlane
@Tag("campaign")
class CrashCampaignTest {

  private static final List<String> DEFAULT =
      List.of(
          "crash@*:every:1",
          "crash@decisionledgers:every:1",
          "crash@workloadplacements:every:1",
          "crash@deployments:every:1");

  @TempDir Path folder;

  @Test
  void lifeWithCrashesGoesAsTheUndisturbedOne(
      KubernetesClient client, FakeNodes nodes, OperatorAccount account) throws IOException {
    Scene scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    Config config = account.config();
    CrashedExport export = new CrashedExport(folder);
    try (ChainWatch chain = new ChainWatch(client)) {
      List<String> writes = new ArrayList<>();
      Outcome reference = live(scene, client, config, chain, export, null, null, writes);
      Plans failed = new Plans("CrashCampaignTest");
      for (String plan : plans(writes.size())) {
        failed.run(
            plan,
            () -> {
              List<String> crashes = new ArrayList<>();
              live(scene, client, config, chain, export, reference, Crash.parse(plan), crashes)
                  .assertSameAs(reference);
              // How many writes of status there are differs by a few from life to life.
              if (crashes.isEmpty()) {
                assertTrue(isNearTheEnd(plan, writes.size()), "there was no such write");
                Plans.print(plan + ": this life had fewer writes");
              }
            });
      }
      failed.assertNone();
      chain.verify();
      Outcome.assertRoomIsSoldOnce(chain);
      ExportCheck.holds(export.current(), scene, chain);
    }
  }

  /** One life; adds what it wrote, or with a crash what it crashed after. */
  private static Outcome live(
      Scene scene,
      KubernetesClient client,
      Config config,
      ChainWatch chain,
      CrashedExport export,
      @Nullable Outcome reference,
      @Nullable Crash crash,
      List<String> writes) {
    try (Operators operators = new Operators(config, crash, Fault.NONE, export)) {
      Life life =
          new Life(
              scene, client, operators.effects(), reference == null ? null : reference.states());
      List<String> states = life.live(config);
      ExportCheck.await(scene, export::current);
      chain.awaitEnd(scene);
      writes.addAll(crash == null ? operators.effects().writes() : operators.crashedAfter());
      return Outcome.of(life, states, chain, operators.effects());
    }
  }

  private static boolean isNearTheEnd(String plan, int writes) {
    Crash crash = Crash.parse(plan);
    return !crash.again() && crash.kind().equals("*") && crash.write() > writes * 3 / 4;
  }

  private static List<String> plans(int writes) {
    String asked = System.getProperty("bleu.faults", "seed:1");
    if (asked.startsWith("crash@")) {
      return List.of(asked.split(",", -1));
    }
    List<String> plans = new ArrayList<>(DEFAULT);
    if (asked.startsWith("seed:")) {
      Random random = new Random(Long.parseLong(asked.substring("seed:".length())));
      random.ints(2, 1, writes + 1).forEach(n -> plans.add("crash@*:" + n));
      Plans.print("replay the choice with -Dbleu.faults=" + asked);
    } else {
      for (int n = 1; n <= writes; n++) {
        plans.add("crash@*:" + n);
      }
    }
    return plans;
  }
}
