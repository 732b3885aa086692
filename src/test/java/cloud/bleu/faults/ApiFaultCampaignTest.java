package cloud.bleu.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.faults.ApiFaults.Counted;
import cloud.bleu.layers.Campaign;
import cloud.bleu.operator.ChainWatch;
import cloud.bleu.operator.Scene;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The API server refuses, answers late or not at all, cuts watches, lags behind and repeats itself,
 * through one full life of a workload, which must go as without: the same states and decisions, and
 * not many times the requests.
 *
 * <p>Bounded, the campaign lets several kinds of fault happen in one life, and each kind happens in
 * one; with {@code hack/test --long} there is a life for each. {@code -Dbleu.faults=conflict} is
 * one for that kind, {@code conflict+slow} for two, and {@code internal+slow#7} draws what is
 * refused by the seed 7, in place of 1.
 */
@RealControlPlane
@Tag("campaign")
class ApiFaultCampaignTest {

  private static final int CUT_EVERY_MS = 3000;

  /** Each costs requests of its own: a life that takes longer on a slow machine has no more. */
  private static final int MOST_CUTS = 20;

  /** A plan without one is drawn by it. */
  private static final long SEED = 1;

  private static final List<String> BOUNDED =
      List.of(
          "conflict+unavailable+lost",
          "throttled+fifth+withheld",
          "internal+timeout+slow",
          "cut+gone+old+twice");

  private static final List<String> KINDS =
      List.of(
          "conflict",
          "throttled",
          "internal",
          "unavailable",
          "fifth",
          "lost",
          "timeout",
          "slow",
          "cut",
          "gone",
          "old",
          "twice",
          "withheld");

  private static Counted fault(String kind, long seed, Consumer<Request> somebodyElse) {
    return switch (kind) {
      case "conflict" -> new ApiFaults.Conflict(3, somebodyElse);
      case "throttled" ->
          new ApiFaults.Refused(15, Answer.status(429, "TooManyRequests").retryAfter(1), seed);
      case "internal" -> new ApiFaults.Refused(5, Answer.status(500, "InternalError"), seed);
      case "unavailable" ->
          new ApiFaults.Refused(5, Answer.status(503, "ServiceUnavailable"), seed);
      case "fifth" -> new ApiFaults.Regular(5, Answer.status(503, "ServiceUnavailable"));
      case "lost" -> new ApiFaults.LostAnswer(4, null);
      case "timeout" -> new ApiFaults.LostAnswer(4, Answer.status(504, "Timeout"));
      case "slow" -> new ApiFaults.Slow(150);
      case "cut" -> new ApiFaults.Cut();
      case "gone" -> new ApiFaults.Gone(20, false);
      case "old" -> new ApiFaults.Gone(20, true);
      case "twice" -> new ApiFaults.Twice();
      case "withheld" -> new ApiFaults.Withheld(10, 400);
      default -> throw new IllegalArgumentException(kind + " is none of " + KINDS);
    };
  }

  @Test
  void lifeWithFaultsOfTheServerGoesAsTheUndisturbedOne(
      KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    Scene scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    Config config = account.campaignConfig();
    try (ChainWatch chain = new ChainWatch(client)) {
      int[] requests = new int[1];
      Outcome reference = live(scene, client, config, chain, null, List.of(), 0, requests);
      int quiet = requests[0];
      Plans failed = new Plans("ApiFaultCampaignTest");
      for (String plan : plans()) {
        failed.run(
            plan,
            () -> {
              int hash = plan.indexOf('#');
              List<String> kinds = List.of(plan.substring(0, hash).split("\\+", -1));
              long seed = Long.parseLong(plan.substring(hash + 1));
              live(scene, client, config, chain, reference, kinds, seed, requests)
                  .assertSameAs(reference);
              Plans.print(plan + ": " + requests[0] + " requests, " + quiet + " without faults");
              assertTrue(requests[0] < 10 * quiet, requests[0] + " requests in place of " + quiet);
            });
      }
      failed.assertNone();
      chain.verify();
      Outcome.assertRoomIsSoldOnce(chain);
    }
  }

  private static Outcome live(
      Scene scene,
      KubernetesClient client,
      Config config,
      ChainWatch chain,
      @Nullable Outcome reference,
      List<String> kinds,
      long seed,
      int[] requests) {
    List<Counted> faults = new ArrayList<>();
    Touch touch = new Touch(client.getConfiguration());
    kinds.forEach(kind -> faults.add(fault(kind, seed, touch)));
    ScheduledExecutorService cutting = Executors.newSingleThreadScheduledExecutor();
    try (Operators operators = new Operators(config, null, new Several(faults))) {
      for (Counted fault : faults) {
        if (fault instanceof ApiFaults.Cut cut) {
          cutting.scheduleWithFixedDelay(
              () -> {
                if (cut.done() < MOST_CUTS) {
                  cut.cut(operators.proxy());
                }
              },
              CUT_EVERY_MS,
              CUT_EVERY_MS,
              TimeUnit.MILLISECONDS);
        }
      }
      Life life =
          new Life(
              scene, client, operators.effects(), reference == null ? null : reference.states());
      List<String> states = life.live(config);
      chain.awaitEnd(scene);
      requests[0] = operators.requests();
      for (int i = 0; i < kinds.size(); i++) {
        assertTrue(faults.get(i).done() > 0, kinds.get(i) + " never happened");
      }
      return Outcome.of(life, states, chain, operators.effects());
    } finally {
      cutting.shutdownNow();
    }
  }

  @Test
  void boundedCampaignHasEachKindOnce() {
    assertEquals(
        KINDS.stream().sorted().toList(),
        BOUNDED.stream().flatMap(plan -> Stream.of(plan.split("\\+", -1))).sorted().toList());
  }

  /** Kinds of fault that happen in one life, and after # the seed. */
  private static List<String> plans() {
    String asked = Campaign.plan("bleu.faults", "bounded", "all");
    List<String> plans = BOUNDED;
    if (asked.equals("all")) {
      plans = KINDS;
    } else if (KINDS.contains(asked.split("[+,#]", -1)[0])) {
      plans = List.of(asked.split(",", -1));
    }
    return plans.stream().map(plan -> plan.contains("#") ? plan : plan + "#" + SEED).toList();
  }

  /** Several kinds of fault, one after the other on the same request. */
  private static final class Several implements Fault {
    private final List<Counted> faults;

    Several(List<Counted> faults) {
      this.faults = faults;
    }

    @Override
    public @Nullable Answer instead(Request request) throws InterruptedException {
      for (Fault fault : faults) {
        Answer answer = fault.instead(request);
        if (answer != null) {
          return answer;
        }
      }
      return null;
    }

    @Override
    public @Nullable Answer after(Request request, Answer answer) throws InterruptedException {
      Answer now = answer;
      for (Fault fault : faults) {
        now = fault.after(request, now);
        if (now == null) {
          return null;
        }
      }
      return now;
    }

    @Override
    public List<String> events(Request watch, String event) throws InterruptedException {
      List<String> events = List.of(event);
      for (Fault fault : faults) {
        List<String> next = new ArrayList<>();
        for (String one : events) {
          next.addAll(fault.events(watch, one));
        }
        events = next;
      }
      return events;
    }
  }
}
