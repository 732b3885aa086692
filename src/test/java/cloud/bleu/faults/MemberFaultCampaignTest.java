package cloud.bleu.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.layers.Campaign;
import cloud.bleu.operator.ChainWatch;
import cloud.bleu.operator.MovableClock;
import cloud.bleu.operator.Operator;
import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.operator.RunningWatch;
import cloud.bleu.operator.Scene;
import cloud.bleu.operator.SiteZone;
import cloud.bleu.operator.Stillness;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hub and two members go through each class of fault that concerns members, in an order, with
 * members and with edits that a seed picks: one hangs; the hub is cut off from both, so that writes
 * are carried out and nobody hears of it; they are seen as they were; a second agent writes the
 * same objects; a second hub has the same names; the clock of one is an hour off; the operator is
 * killed after some write while something else is wrong. Then all heal.
 *
 * <p>Held all the while: no pod of the enforced namespace is bound in a member before its gate
 * there lets it in (P1), no workload is decided twice and no room is sold twice (P4), the chain
 * verifies (P5), a workload elsewhere gets its place while one hangs (P8), nothing that runs is
 * deleted before its successor is Ready (P9), and nothing moves while most zones are silent (P10).
 * In the end all is as decided (P2), another look writes nothing (P3), what was undone has left
 * nothing (P7), and what is deleted goes, also from a member that was away (P6).
 *
 * <p>The API servers are embedded ones: that they refuse what gates do not let in is shown by
 * {@code MembersPlaneTest}. Bounded there is one seed, {@code hack/test --long} takes ten; {@code
 * -Dbleu.members=7} is seed 7 alone.
 */
@Tag("campaign")
class MemberFaultCampaignTest {

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  /** Shorter than the time without an answer of the API server after which silence counts anew. */
  private static final Duration AFTER = Duration.ofSeconds(5);

  private static final Duration HOUR = Duration.ofHours(1);
  private static final int REPLICAS = 6;
  private static final int ALONE = 2;
  private static final String WEB = "web";

  /** What is said to a hub that came second. */
  private static final Set<String> REFUSED = Set.of("AnotherHome", "NamespaceNotOurs");

  /** What goes wrong. */
  enum Kind {
    HANG,
    CUT_OFF,
    SEEN_AS_IT_WAS,
    SECOND_AGENT,
    SECOND_HUB,
    CLOCK_OFF,
    KILLED
  }

  @TempDir Path folder;

  @Test
  void promisesHoldUnderEachFaultOfMembers() {
    Plans failed = new Plans("MemberFaultCampaignTest", "bleu.members");
    for (long seed : seeds()) {
      failed.run(
          String.valueOf(seed),
          () -> {
            try (Life life = new Life(seed, folder.resolve("seed-" + seed))) {
              life.live();
            }
          });
    }
    failed.assertNone();
  }

  private static long[] seeds() {
    String asked = Campaign.plan("bleu.members", "1", "all");
    return asked.equals("all")
        ? IntStream.rangeClosed(1, 10).asLongStream().toArray()
        : new long[] {Long.parseLong(asked)};
  }

  /** One hub with its members, from nothing to nothing. */
  private static final class Life implements AutoCloseable {
    private final long seed;
    private final Random random;
    private final MovableClock clock = new MovableClock();
    private final CampaignCluster hub;
    private final List<CampaignCluster> members;
    private final List<CampaignCluster> clusters = new ArrayList<>();
    private final CampaignOperator operator;
    private final Path folder;
    private final Scene scene;
    private final ChainWatch chain;
    private final RunningWatch running;
    private final List<BoundByGate> bound;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private Map<String, Integer> home;
    private KubernetesClient second;
    private int looks;

    Life(long seed, Path folder) {
      this.seed = seed;
      this.folder = folder;
      random = new Random(seed);
      assertTrue(folder.toFile().mkdirs() || folder.toFile().isDirectory());
      hub = new CampaignCluster("hub-a", folder);
      members =
          List.of(new CampaignCluster("member-1", folder), new CampaignCluster("member-2", folder));
      clusters.add(hub);
      clusters.addAll(members);
      hub.namespace("ops").namespace(CampaignCluster.NAMESPACE);
      hub.client()
          .namespaces()
          .withName(CampaignCluster.NAMESPACE)
          .patch(
              MERGE, "{\"metadata\":{\"labels\":{\"placement.bleu.cloud/governed\":\"Enforce\"}}}");
      bound = members.stream().map(one -> new BoundByGate(one.client())).toList();
      scene = new Scene(hub.client(), null).provider("acme");
      chain = new ChainWatch(hub.client());
      running = new RunningWatch(hub.client(), WEB);
      members.forEach(one -> running.also(one.client(), CampaignCluster.NAMESPACE));
      operator = new CampaignOperator(hub, clock.alone("ops"), members.size());
      zones(hub.client(), operator::way);
    }

    /** The zones of a hub that reaches the members by these ways. */
    private void zones(KubernetesClient client, IntFunction<Fault> ways) {
      for (int i = 0; i < members.size(); i++) {
        String name = members.get(i).name();
        client
            .resource(
                new SecretBuilder()
                    .withNewMetadata()
                    .withNamespace("ops")
                    .withName(name)
                    .endMetadata()
                    .addToData(
                        "kubeconfig",
                        Base64.getEncoder()
                            .encodeToString(
                                members.get(i).way(ways.apply(i)).getBytes(StandardCharsets.UTF_8)))
                    .build())
            .create();
        zone(client, name, "cluster: {kubeconfigSecretRef: {name: " + name + "}}");
      }
    }

    private static void zone(KubernetesClient client, String name, String target) {
      HasMetadata zone = Serialization.unmarshal(SiteZone.yaml("acme", name, target));
      client.resource(zone).create();
    }

    void live() {
      try {
        passes();
      } catch (AssertionError e) {
        throw new AssertionError(
            e.getMessage()
                + "\nafter "
                + log
                + ", there stands "
                + specs()
                + ", decided is "
                + scene.assigned(WEB),
            e);
      }
    }

    private void passes() {
      zone(
          hub.client(),
          hub.name(),
          "nodeSelector: {%s: %s}".formatted(CampaignCluster.ZONE_LABEL, hub.name()));
      operator.start();
      members.forEach(this::answers);
      scene.workload(
          WEB,
          REPLICAS,
          "{tolerate: [{of: Site, keep: 4, recover: Reserved}],"
              + " failover: {after: 5s, returnAfter: 30m}}");
      for (CampaignCluster one : clusters) {
        alone("alone-" + one.name(), one.name());
      }
      settled(REPLICAS);
      clusters.forEach(one -> scene.awaitReady("alone-" + one.name()));
      scene.until("all are seen to run", () -> running.running() == REPLICAS);
      running.asks(REPLICAS);
      home = scene.assigned(WEB);
      Map<String, String> before = specs();

      List<Kind> kinds = new ArrayList<>(Arrays.asList(Kind.values()));
      Collections.shuffle(kinds, random);
      for (Kind kind : kinds) {
        CampaignCluster member = members.get(random.nextInt(members.size()));
        log.add(kind + " " + member.name());
        Plans.print("seed " + seed + ": " + log.get(log.size() - 1));
        happens(kind, member);
        holds();
      }
      atHome();
      assertEquals(before, specs(), () -> "what was undone left something: " + log);
      anotherLookWritesNothing();
      goes();
      chain.awaitEnd(scene);
      holds();
    }

    /** Replicas that may be in one zone alone. */
    private void alone(String name, String zone) {
      scene.create(
          """
          apiVersion: placement.bleu.cloud/v1alpha1
          kind: BleuWorkload
          metadata: {name: %s}
          spec:
            replicas: 1
            dataClasses: [Ordinary]
            residency: {zones: {allow: [%s]}}
            workload:
              deployment:
                template:
                  spec:
                    containers:
                    - {name: main, image: none, resources: {requests: {cpu: 100m, memory: 64Mi}}}
            resilience: {failover: {after: 1h}}
          """
              .formatted(name, zone));
    }

    private void happens(Kind kind, CampaignCluster member) {
      switch (kind) {
        case HANG -> hang(member);
        case CUT_OFF -> cutOff();
        case SEEN_AS_IT_WAS -> {
          seenAsItWas(member);
          drainedAsItWas(member);
        }
        case SECOND_AGENT -> secondAgent(member);
        case SECOND_HUB -> secondHub();
        case CLOCK_OFF -> clockOff(member);
        case KILLED -> killed(member);
      }
    }

    /** It takes requests, which are carried out once it goes on. */
    private void hang(CampaignCluster member) {
      way(member).become(MemberWay.State.HANGS);
      // Before anybody knows: what is written there now is carried out long after it is decided
      // otherwise.
      scale(WEB, REPLICAS + 3);
      scene.until(member.name() + " is silent", () -> zoneSays(member, "Healthy", "False"));
      CampaignCluster other = other(member);
      elsewhereGoesOn(other);
      forward(AFTER.plusSeconds(2));
      left(member);
      scale(WEB, REPLICAS);
      scene.awaitReady(WEB);
      holds();
      assertTrue(way(member).met() > 0, "nothing was asked of it");
      way(member).become(MemberWay.State.OPEN);
      back(member);
    }

    /** A workload that is not concerned gets what it asks for while another member hangs. */
    private void elsewhereGoesOn(CampaignCluster where) {
      String name = "alone-" + where.name();
      scale(name, ALONE);
      scene.until(name + " does not wait", () -> where.bound(name) == ALONE);
      scale(name, 1);
      scene.until(name + " is as before", () -> where.bound(name) == 1);
    }

    /** What the hub has written is carried out, and it hears of nothing: most zones are silent. */
    private void cutOff() {
      Map<String, Integer> there = scene.assigned(WEB);
      members.forEach(one -> way(one).become(MemberWay.State.CUT));
      for (CampaignCluster one : members) {
        scene.until(one.name() + " is in doubt", () -> zoneSays(one, "ViewInDoubt", "True"));
      }
      forward(Duration.ofMinutes(10));
      witness();
      scene.until("it says so", () -> scene.reason(WEB, "Resilient").equals("ViewInDoubt"));
      assertEquals(there, scene.assigned(WEB), "nothing moves while most of it is silent");
      members.forEach(one -> way(one).become(MemberWay.State.OPEN));
      members.forEach(this::answers);
      settled(REPLICAS);
    }

    /**
     * Objects of both look as they did, no event comes, no pod begins, and replicas are to come to
     * where the plan in force leads; one of them lags for longer.
     */
    private void seenAsItWas(CampaignCluster member) {
      atHome();
      Map<String, Integer> old = new TreeMap<>();
      for (CampaignCluster one : members) {
        old.put(one.name(), old(one));
        way(one).stale(true);
        one.standStill(true);
      }
      zonePatch(hub.name(), "{\"spec\":{\"state\":\"Drained\"}}");
      scene.until("replicas have other places", () -> !scene.assigned(WEB).containsKey(hub.name()));
      Map<String, Integer> there = scene.assigned(WEB);
      // By what the hub sees there it writes, or may not write over what it has not seen.
      members.stream()
          .filter(one -> more(there, one) > 0)
          .forEach(one -> scene.until("it is met", () -> old(one) > old.get(one.name())));
      holds();
      assertEquals(home.get(hub.name()), hub.bound(WEB), "no successor is Ready");
      asItIs(other(member));
      int waiting = Math.max(0, more(there, member));
      scene.until("what has a successor that is Ready is gone", () -> hub.bound(WEB) == waiting);
      holds();
      asItIs(member);
      settled(REPLICAS);
      zonePatch(hub.name(), "{\"spec\":{\"state\":\"Active\"}}");
      scene.until("it is in service", () -> zoneSays(hub, "Schedulable", "True"));
      atHome();
    }

    /**
     * The one that looks as it did is what replicas are to leave, and for a while none begins
     * elsewhere.
     */
    private void drainedAsItWas(CampaignCluster member) {
      List<CampaignCluster> others = List.of(hub, other(member));
      int answers = way(member).oldAnswers();
      way(member).stale(true);
      others.forEach(one -> one.standStill(true));
      zonePatch(member.name(), "{\"spec\":{\"state\":\"Drained\"}}");
      scene.until(
          "replicas have other places", () -> !scene.assigned(WEB).containsKey(member.name()));
      scene.until("it was asked", () -> way(member).oldAnswers() > answers);
      holds();
      assertEquals(home.get(member.name()), member.bound(WEB), "no successor is Ready");
      others.forEach(one -> one.standStill(false));
      scene.until("successors run", () -> others.stream().allMatch(this::runsWhatIsDecided));
      holds();
      way(member).stale(false);
      settled(REPLICAS);
      zonePatch(member.name(), "{\"spec\":{\"state\":\"Active\"}}");
      scene.until("it is in service", () -> zoneSays(member, "Schedulable", "True"));
      atHome();
    }

    private int old(CampaignCluster member) {
      return way(member).oldAnswers() + way(member).heldEvents();
    }

    /** How many more replicas than at home these assignments give it. */
    private int more(Map<String, Integer> there, CampaignCluster member) {
      return there.getOrDefault(member.name(), 0) - home.getOrDefault(member.name(), 0);
    }

    private void asItIs(CampaignCluster member) {
      member.standStill(false);
      way(member).stale(false);
    }

    private void secondAgent(CampaignCluster member) {
      Map<String, String> before = member.specs();
      for (int i = 0; i < 3; i++) {
        member.scaledAndEdited(WEB);
        scene.until("it is as decided again", () -> member.specs().equals(before));
      }
      settled(REPLICAS);
    }

    /** From now on a second hub, which somebody gave the same kubeconfigs, has the same names. */
    private void secondHub() {
      CampaignCluster theirs = new CampaignCluster("hub-z", folder);
      theirs.namespace("ops").namespace(CampaignCluster.NAMESPACE);
      open.add(theirs);
      second = theirs.client();
      Scene there = new Scene(second, null).provider("acme");
      zones(second, member -> Fault.NONE);
      there.workload(WEB, 2, "{}");
      Operator other = OperatorUnderTest.inSandbox(theirs.client(), clock.alone("ops"));
      open.add(other);
      other.start();
      there.until("it is refused", () -> REFUSED.contains(there.reason(WEB, "Ready")));
      settled(REPLICAS);
    }

    /**
     * Its nodes are silent, by conditions an hour early and then an hour late or the other way
     * round; each time the operator begins anew. The second silence lasts.
     */
    private void clockOff(CampaignCluster member) {
      Duration off = random.nextBoolean() ? HOUR : HOUR.negated();
      silentBy(member, off);
      member.ready(true, clock.instant().plus(off));
      answers(member);
      silentBy(member, off.negated());
      forward(AFTER.plusSeconds(2));
      left(member);
      member.ready(true, clock.instant().minus(off));
      back(member);
    }

    private void silentBy(CampaignCluster member, Duration off) {
      Instant began = clock.instant().truncatedTo(ChronoUnit.SECONDS);
      member.ready(false, clock.instant().plus(off));
      scene.until(member.name() + " is silent", () -> zoneSays(member, "Healthy", "False"));
      operator.start();
      answers(member, "NoNodeReady");
      witness();
      Instant since = Instant.parse(scene.zone(member.name()).getStatus().health().since());
      assertFalse(since.isBefore(began), () -> since + ", silent since " + began);
      assertFalse(since.isAfter(clock.instant()), () -> since + ", silent since " + began);
    }

    /** After one of the next writes, while another fault lasts. */
    private void killed(CampaignCluster member) {
      int starts = operator.starts();
      way(other(member)).stale(random.nextBoolean());
      operator.crashAfter(1 + random.nextInt(12));
      scale(WEB, REPLICAS + 3);
      scene.until(
          "the next one has started", () -> operator.starts() > starts || whole(REPLICAS + 3));
      way(other(member)).stale(false);
      settled(REPLICAS + 3);
      scale(WEB, REPLICAS);
      settled(REPLICAS);
      scene.until("it was killed", () -> operator.starts() > starts);
    }

    private void left(CampaignCluster member) {
      scene.until(
          member.name() + " is left", () -> !scene.assigned(WEB).containsKey(member.name()));
      scene.awaitReady(WEB);
    }

    private void back(CampaignCluster member) {
      answers(member);
      scene.until("it is in service", () -> zoneSays(member, "Schedulable", "True"));
      scene.until("what was moved away is gone", () -> member.bound(WEB) == 0);
      atHome();
    }

    /** Replicas go home, two an hour. */
    private void atHome() {
      settled(REPLICAS);
      for (int hours = 0; hours < 4 && !scene.assigned(WEB).equals(home); hours++) {
        Map<String, Integer> there = scene.assigned(WEB);
        forward(Duration.ofMinutes(61));
        scene.until("some go home", () -> !scene.assigned(WEB).equals(there));
        settled(REPLICAS);
      }
      assertEquals(home, scene.assigned(WEB), () -> "after " + log);
      // No plan leads to a zone that came back just now: half an hour later all is as before.
      forward(Duration.ofMinutes(31));
      scene.until(
          "it survives a loss again", () -> "True".equals(scene.condition(WEB, "Resilient")));
    }

    private void anotherLookWritesNothing() {
      still();
      List<String> before = operator.writes();
      operator.start();
      members.forEach(this::answers);
      still();
      List<String> more = new ArrayList<>(operator.writes());
      before.forEach(more::remove);
      assertEquals(List.of(), more, "another look writes");
    }

    private void still() {
      Stillness quiet = new Stillness(Duration.ofSeconds(2), 10);
      Awaitility.await("no more writes")
          .atMost(Scene.SOON)
          .pollInterval(Duration.ofMillis(150))
          .until(
              () -> {
                scene.ledger();
                return quiet.still(operator.writes().size());
              });
    }

    /** All are deleted while one member is away. */
    private void goes() {
      running.asks(0);
      CampaignCluster away = members.get(random.nextInt(members.size()));
      way(away).become(MemberWay.State.CUT);
      scene.until(away.name() + " is silent", () -> zoneSays(away, "Healthy", "False"));
      hub.client().resources(BleuWorkload.class).delete();
      scene.until(
          "it waits for " + away.name(), () -> scene.reason(WEB, "Ready").equals("WaitsForTarget"));
      scene.until("the other one is clean", () -> other(away).children(WEB).isEmpty());
      way(away).become(MemberWay.State.OPEN);
      scene.until(
          "nothing is left",
          () -> hub.client().resources(BleuWorkload.class).list().getItems().isEmpty());
      clusters.forEach(one -> scene.until(one.name() + " is clean", () -> one.specs().isEmpty()));
      if (second != null) {
        second.resources(BleuWorkload.class).delete();
        scene.until(
            "nor of the second hub",
            () -> second.resources(BleuWorkload.class).list().getItems().isEmpty());
      }
    }

    /** What is promised at each moment. */
    private void holds() {
      for (int i = 0; i < members.size(); i++) {
        assertEquals(List.of(), bound.get(i).outside(), () -> "bound before its gate, " + log);
      }
      assertEquals(0, running.lacked(), () -> "deleted before successors were ready, " + log);
      chain.verify();
      chain.verifyDecidedOnce();
      Outcome.assertRoomIsSoldOnce(chain, CampaignCluster.ROOM);
    }

    private void settled(int replicas) {
      scene.awaitReady(WEB);
      scene.until("all run where they are decided", () -> whole(replicas));
    }

    private boolean runsWhatIsDecided(CampaignCluster where) {
      return where.bound(WEB) == scene.assigned(WEB).getOrDefault(where.name(), 0);
    }

    private boolean whole(int replicas) {
      Map<String, Integer> there = new TreeMap<>();
      clusters.forEach(one -> there.put(one.name(), one.bound(WEB)));
      there.values().removeIf(n -> n == 0);
      return there.values().stream().mapToInt(n -> n).sum() == replicas
          && there.equals(scene.assigned(WEB));
    }

    private Map<String, String> specs() {
      Map<String, String> specs = new TreeMap<>();
      clusters.forEach(one -> specs.putAll(one.specs()));
      return specs;
    }

    /** What is decided and delivered from now on was so after all that happened. */
    private void witness() {
      String name = "witness-" + ++looks;
      alone(name, hub.name());
      scene.awaitReady(name);
      hub.client().resources(BleuWorkload.class).withName(name).delete();
      scene.until(name + " is gone", () -> scene.workload(name) == null);
    }

    private void forward(Duration by) {
      clock.forward(by);
      zonePatch(
          hub.name(),
          "{\"metadata\":{\"annotations\":{\"example.org/now\":\"%s\"}}}"
              .formatted(clock.instant()));
    }

    private void scale(String workload, int replicas) {
      hub.client()
          .resources(BleuWorkload.class)
          .withName(workload)
          .patch(MERGE, "{\"spec\":{\"replicas\":" + replicas + "}}");
    }

    private void zonePatch(String name, String patch) {
      hub.client().resources(AvailabilityZone.class).withName(name).patch(MERGE, patch);
    }

    private CampaignCluster other(CampaignCluster member) {
      return members.get(1 - members.indexOf(member));
    }

    private MemberWay way(CampaignCluster member) {
      return operator.way(members.indexOf(member));
    }

    private void answers(CampaignCluster member) {
      scene.until(
          member.name() + " answers",
          () -> zoneSays(member, "TargetReachable", "True") && zoneSays(member, "Healthy", "True"));
    }

    private void answers(CampaignCluster member, String reason) {
      scene.until(
          member.name() + " says " + reason,
          () -> {
            Condition said = said(member.name(), "Healthy");
            return zoneSays(member, "TargetReachable", "True")
                && said != null
                && said.getReason().equals(reason);
          });
    }

    private boolean zoneSays(CampaignCluster member, String type, String status) {
      return zoneSays(member.name(), type, status);
    }

    private boolean zoneSays(String zone, String type, String status) {
      Condition said = said(zone, type);
      return said != null && said.getStatus().equals(status);
    }

    private Condition said(String zone, String type) {
      var status = scene.zone(zone).getStatus();
      return status == null ? null : Conditions.find(status.conditions(), type);
    }

    @Override
    public void close() {
      Collections.reverse(open);
      operator.close();
      for (AutoCloseable one : open) {
        try {
          one.close();
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }
      bound.forEach(BoundByGate::close);
      running.close();
      chain.close();
      clusters.forEach(CampaignCluster::close);
    }
  }
}
