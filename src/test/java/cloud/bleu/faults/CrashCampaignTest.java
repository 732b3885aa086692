package cloud.bleu.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.layers.Campaign;
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
import java.util.Set;
import java.util.TreeSet;
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
 * <p>Bounded, the campaign is two such lives: one crashes after the first write of each kind that
 * the undisturbed life makes, which is held; one after every write of any kind, so that no operator
 * sees the answer to one. {@link ExportCrashTest} crashes after every write of the ledger in a
 * shorter life. With {@code hack/test --long} there is a life for each single write, and others
 * crash after every write of the ledger, of a placement, and of a child. {@code
 * -Dbleu.faults=crash@*:17} replays one plan, {@code -Dbleu.faults=seed:4711} is the bounded run
 * with two writes more, which the seed chooses.
 */
@RealControlPlane
@Tag("campaign")
class CrashCampaignTest {

  private static final List<String> BOUNDED = List.of(Crash.EACH_KIND, "crash@*:every:1");

  private static final List<String> LONG =
      List.of(
          "crash@decisionledgers:every:1",
          "crash@workloadplacements:every:1",
          "crash@deployments:every:1");

  /** What the first life alone writes: the ledger and what is said of the provider stay. */
  private static final Set<String> ONCE =
      Set.of("create decisionledgers", "PATCH cloudproviders/status");

  @TempDir Path folder;

  @Test
  void lifeWithCrashesGoesAsTheUndisturbedOne(
      KubernetesClient client, FakeNodes nodes, OperatorAccount account) throws IOException {
    Scene scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    Config config = account.campaignConfig();
    CrashedExport export = new CrashedExport(folder);
    try (ChainWatch chain = new ChainWatch(client)) {
      List<String> writes = new ArrayList<>();
      Set<String> kinds = new TreeSet<>();
      Outcome reference = live(scene, client, config, chain, export, null, null, writes, kinds);
      kinds.removeAll(ONCE);
      Plans failed = new Plans("CrashCampaignTest");
      for (String plan : plans(writes.size())) {
        failed.run(
            plan,
            () -> {
              List<String> crashes = new ArrayList<>();
              Set<String> after = new TreeSet<>();
              Crash crash = Crash.parse(plan);
              live(scene, client, config, chain, export, reference, crash, crashes, after)
                  .assertSameAs(reference);
              Plans.print(plan + ": " + crashes.size() + " crashes, after " + after);
              if (plan.equals(Crash.EACH_KIND)) {
                Set<String> missed = new TreeSet<>(kinds);
                missed.removeAll(after);
                assertEquals(Set.of(), missed, "kinds of write that nobody crashed after");
              }
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

  /** One life; adds what it wrote, or with a crash what it crashed after, and of which kinds. */
  private static Outcome live(
      Scene scene,
      KubernetesClient client,
      Config config,
      ChainWatch chain,
      CrashedExport export,
      @Nullable Outcome reference,
      @Nullable Crash crash,
      List<String> writes,
      Set<String> kinds) {
    try (Operators operators = new Operators(config, crash, Fault.NONE, export)) {
      Life life =
          new Life(
              scene, client, operators.effects(), reference == null ? null : reference.states());
      List<String> states = life.live(config);
      ExportCheck.await(scene, export::current);
      chain.awaitEnd(scene);
      writes.addAll(crash == null ? operators.effects().writes() : operators.crashedAfter());
      kinds.addAll(crash == null ? operators.kinds() : operators.crashedAfterKinds());
      return Outcome.of(life, states, chain, operators.effects());
    }
  }

  private static boolean isNearTheEnd(String plan, int writes) {
    Crash crash = Crash.parse(plan);
    return !crash.again() && crash.kind().equals("*") && crash.write() > writes * 3 / 4;
  }

  private static List<String> plans(int writes) {
    String asked = Campaign.plan("bleu.faults", "bounded", "all");
    if (asked.startsWith("crash@")) {
      return List.of(asked.split(",", -1));
    }
    List<String> plans = new ArrayList<>(BOUNDED);
    if (asked.startsWith("seed:")) {
      Random random = new Random(Long.parseLong(asked.substring("seed:".length())));
      random.ints(2, 1, writes + 1).forEach(n -> plans.add("crash@*:" + n));
    } else if (asked.equals("all")) {
      plans.addAll(LONG);
      for (int n = 1; n <= writes; n++) {
        plans.add("crash@*:" + n);
      }
    }
    return plans;
  }
}
