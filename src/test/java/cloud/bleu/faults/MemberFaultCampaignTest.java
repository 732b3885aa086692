package cloud.bleu.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.ConditionedStatus;
import cloud.bleu.layers.Campaign;
import cloud.bleu.operator.ChainWatch;
import cloud.bleu.operator.MovableClock;
import cloud.bleu.operator.Operator;
import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.operator.Scene;
import cloud.bleu.operator.SiteZone;
import cloud.bleu.operator.Stillness;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
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
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
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
 * <p>Held all the while, by what the API servers have and tell: no pod of the enforced namespace is
 * bound before its gate lets it in (P1), no workload is decided twice and no room is sold twice,
 * also where more is asked for than there is, nor planned so ({@link RefusedByCheck}; P4), the
 * chain verifies (P5), no zone of a member is let go in which anything stands (P6, {@link LetGo}),
 * a workload elsewhere gets its place while one member hangs for good and another workload has no
 * place at all, or whatever else is wrong (P8), nothing that runs is deleted before its successor
 * is Ready (P9), and nothing moves while most zones are silent (P10). In the end all is as decided
 * (P2), another look sends no write, be it one that changes nothing (P3), what was undone has left
 * nothing in any cluster, nor in any status (P7), and what is deleted goes, also from a member that
 * was away (P6). While each fault lasts, something is deleted, something else is asked for, and
 * most zones fall silent.
 *
 * <p>The API servers are embedded ones: that they refuse what gates do not let in is shown by
 * {@code MembersPlaneTest}. Bounded there is one seed, {@code hack/test --long} takes ten; {@code
 * -Dbleu.members=7} is seed 7 alone.
 */
@Tag("campaign")
@Tag("wiring")
class MemberFaultCampaignTest {

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  /** Shorter than the time without an answer of the API server after which silence counts anew. */
  private static final Duration AFTER = Duration.ofSeconds(5);

  /** Longer than a life: nothing moves for a pause of the machine, nor while silence begins. */
  private static final Duration NOT_YET = Duration.ofHours(100);

  /** Longer than anything is waited for here. */
  private static final Duration FOR_GOOD = Scene.SOON.multipliedBy(5);

  private static final Duration HOUR = Duration.ofHours(1);
  private static final int REPLICAS = 6;
  private static final int ALONE = 2;
  private static final String WEB = "web";
  private static final String NEVER = "never";

  /**
   * Thousandths of a cpu. In a zone with two replicas of half a cpu one such fits beside these,
   * room for the two of another zone that is lost, and one more while a template changes. Two do
   * not, and three are more than there is.
   */
  private static final int GREEDY = 1200;

  private static final String IMAGE = "none";

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
    private final RunningPods running = new RunningPods(WEB);
    private final List<BoundByGate> bound;
    private final RefusedByCheck refused = new RefusedByCheck();
    private final LetGo letGo = new LetGo((workload, zone) -> cluster(zone).written(workload));
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
      hub = new CampaignCluster("hub-a", folder, running);
      members =
          Stream.of("member-1", "member-2")
              .map(name -> new CampaignCluster(name, folder, running))
              .toList();
      clusters.add(hub);
      clusters.addAll(members);
      running.in(clusters);
      hub.namespace("ops").namespace(CampaignCluster.NAMESPACE);
      hub.client()
          .namespaces()
          .withName(CampaignCluster.NAMESPACE)
          .patch(
              MERGE, "{\"metadata\":{\"labels\":{\"placement.bleu.cloud/governed\":\"Enforce\"}}}");
      bound = clusters.stream().map(one -> new BoundByGate(one.client())).toList();
      scene = new Scene(hub.client(), null).provider("acme");
      chain = new ChainWatch(hub.client());
      OperatorOptions options = clock.alone("ops");
      operator =
          new CampaignOperator(
              hub,
              options.with(options.memberIntervals().patient(FOR_GOOD)),
              members.size(),
              letGo);
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
        zone(client, name, "", "cluster: {kubeconfigSecretRef: {name: " + name + "}}");
      }
    }

    private static void zone(KubernetesClient client, String name, String capacity, String target) {
      HasMetadata zone = Serialization.unmarshal(SiteZone.yaml("acme", name, capacity, target));
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
                + state()
                + ", decided is "
                + scene.assigned(WEB),
            e);
      }
    }

    private void passes() {
      // Declared, as its node says it: where nodes are measured, these count what fits as well.
      zone(
          hub.client(),
          hub.name(),
          CampaignCluster.ROOM,
          "nodeSelector: {%s: %s}".formatted(CampaignCluster.ZONE_LABEL, hub.name()));
      operator.start();
      members.forEach(this::answers);
      scene.workload(
          WEB,
          REPLICAS,
          "{tolerate: [{of: Site, keep: 4, recover: Reserved}],"
              + " failover: {after: "
              + NOT_YET.toSeconds()
              + "s, returnAfter: 30m}}");
      for (CampaignCluster one : clusters) {
        alone(alone(one), one.name());
      }
      settled(REPLICAS);
      clusters.forEach(one -> scene.awaitReady(alone(one)));
      running.asks(REPLICAS);
      home = scene.assigned(WEB);
      contendedInPeace();
      settled(REPLICAS);
      scene.until(
          "nothing of the others is left",
          () -> state().keySet().stream().noneMatch(key -> key.contains("greedy")));
      scene.until("it survives a loss", () -> "True".equals(scene.condition(WEB, "Resilient")));
      still();
      Map<String, String> before = state();

      List<Kind> kinds = new ArrayList<>(Arrays.asList(Kind.values()));
      Collections.shuffle(kinds, random);
      if (kinds.get(kinds.size() - 1) == Kind.SECOND_HUB) {
        // It stays: so something moves while it is there.
        Collections.rotate(kinds, 1);
      }
      for (Kind kind : kinds) {
        CampaignCluster member = members.get(random.nextInt(members.size()));
        log.add(kind + " " + member.name());
        Plans.print("seed " + seed + ": " + log.get(log.size() - 1));
        happens(kind, member);
        holds();
      }
      atHome();
      clusters.forEach(one -> scale(alone(one), 1));
      asBefore(before);
      anotherLookWritesNothing();
      goes();
      chain.awaitEnd(scene);
      holds();
    }

    /** What was undone has left nothing, in any cluster and in what is said of anything. */
    private void asBefore(Map<String, String> before) {
      try {
        scene.until("all is as before", () -> state().equals(before));
      } catch (AssertionError e) {
        Map<String, String> now = state();
        Map<String, String> then = new TreeMap<>(before);
        then.entrySet().removeAll(now.entrySet());
        now.entrySet().removeAll(before.entrySet());
        throw new AssertionError("what was undone left " + now + " in place of " + then, e);
      }
    }

    /** Replicas that may be in one zone alone. */
    private void alone(String name, String zone) {
      scene.create(inOneZone(name, zone, 1, 100));
    }

    private static String inOneZone(String name, String zone, int replicas, int millicores) {
      return """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: %s}
      spec:
        replicas: %d
        dataClasses: [Ordinary]
        residency: {zones: {allow: [%s]}}
        workload:
          deployment:
            template:
              spec:
                containers:
                - {name: main, image: none, resources: {requests: {cpu: %dm, memory: 64Mi}}}
        resilience: {failover: {after: 1h}}
      """
          .formatted(name, replicas, zone, millicores);
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
      // What is written there now is carried out long after it is decided otherwise. Whatever else
      // is asked is answered until then: where nothing is, nobody writes to it any more.
      int hanging = way(member).hangingWrites();
      way(member).become(MemberWay.State.WRITES_HANG);
      scale(WEB, REPLICAS + 3);
      scene.until("a write hangs", () -> way(member).hangingWrites() > hanging);
      way(member).become(MemberWay.State.HANGS);
      elsewhereGoesOn(other(member));
      asksToDelete(member);
      scene.until(member.name() + " is silent", () -> zoneSays(member, "Healthy", "False"));
      nothingMoves(other(member), List.of(hub), () -> {});
      left(member);
      scale(WEB, REPLICAS);
      scene.awaitReady(WEB);
      holds();
      waitsFor(member);
      assertTrue(way(member).met() > 0, "nothing was asked of it");
      way(member).become(MemberWay.State.OPEN);
      back(member);
      goneAndBack(member);
    }

    /**
     * A workload that is not concerned gets what it asks for while another member hangs, and one
     * has no place at all: what hangs is not given up before that, so nobody gets on who waits for
     * it.
     */
    private void elsewhereGoesOn(CampaignCluster where) {
      scene.create(inOneZone(NEVER, hub.name(), 1, CampaignCluster.MILLICORES + 1));
      scene.until("it has no place", () -> notWhole(NEVER));
      goesOn(where);
      goes(NEVER);
    }

    /** What is in one zone alone gets another number there. */
    private void goesOn(CampaignCluster where) {
      String name = alone(where);
      int wanted = 1 + ALONE - where.bound(name);
      scale(name, wanted);
      scene.until(name + " does not wait", () -> where.bound(name) == wanted);
    }

    /**
     * However long most zones are silent, nothing is decided otherwise for that, and what stands in
     * the one that is not gets what it asks for.
     *
     * @param living the zone that is not
     * @param silent those whose nodes fall silent now
     * @param meanwhile what happens then
     */
    private void nothingMoves(
        CampaignCluster living, List<CampaignCluster> silent, Runnable meanwhile) {
      Map<String, Integer> there = scene.assigned(WEB);
      List<CampaignCluster> others = clusters.stream().filter(one -> one != living).toList();
      Map<String, Set<String>> pods = pods(others);
      silent.forEach(one -> one.ready(false, clock.instant()));
      others.forEach(this::inDoubt);
      meanwhile.run();
      due();
      goesOn(living);
      assertEquals(there, scene.assigned(WEB), "nothing moves while most of it is silent");
      scene.until("it says so", () -> scene.reason(WEB, "Resilient").equals("ViewInDoubt"));
      assertEquals(there, scene.assigned(WEB), "nothing moves while most of it is silent");
      assertEquals(pods, pods(others), "the same pods run while most of it is silent");
      holds();
      // Who hears of one of them again is in no doubt about the other one.
      waits(NOT_YET);
      silent.forEach(one -> one.ready(true, clock.instant()));
      silent.forEach(
          one ->
              scene.until(
                  one.name() + " is back",
                  () -> zoneSays(one, "Healthy", "True") && zoneSays(one, "Schedulable", "True")));
    }

    private void inDoubt(CampaignCluster one) {
      scene.until(one.name() + " is in doubt", () -> zoneSays(one, "ViewInDoubt", "True"));
    }

    private static String alone(CampaignCluster where) {
      return "alone-" + where.name();
    }

    /** What is in one zone alone is to go. */
    private void asksToDelete(CampaignCluster where) {
      hub.client().resources(BleuWorkload.class).withName(alone(where)).delete();
    }

    private void waitsFor(CampaignCluster where) {
      scene.until(
          alone(where) + " waits",
          () -> scene.reason(alone(where), "Ready").equals("WaitsForTarget"));
      assertEquals(Set.of(where.name()), held(alone(where)), "nobody knows what stands there");
    }

    /** It goes, and comes anew. */
    private void goneAndBack(CampaignCluster where) {
      gone(alone(where));
      assertEquals(Set.of(), where.written(alone(where)), "it has left nothing");
      alone(alone(where), where.name());
      scene.awaitReady(alone(where));
    }

    /** What the hub has written is carried out, and it hears of nothing: most zones are silent. */
    private void cutOff() {
      Map<String, Integer> there = scene.assigned(WEB);
      Map<String, Set<String>> pods = pods(clusters);
      members.forEach(one -> way(one).become(MemberWay.State.CUT));
      members.forEach(this::inDoubt);
      waits(AFTER);
      forward(Duration.ofMinutes(10));
      contended();
      assertEquals(there, scene.assigned(WEB), "nothing moves while most of it is silent");
      scene.until("it says so", () -> scene.reason(WEB, "Resilient").equals("ViewInDoubt"));
      assertEquals(there, scene.assigned(WEB), "nothing moves while most of it is silent");
      assertEquals(pods, pods(clusters), "the same pods run while most of it is silent");
      // One of them answers first, and then the silence of the other one is in no doubt.
      waits(NOT_YET);
      members.forEach(one -> way(one).become(MemberWay.State.OPEN));
      members.forEach(this::answers);
      settled(REPLICAS);
    }

    private static Map<String, Set<String>> pods(List<CampaignCluster> some) {
      Map<String, Set<String>> pods = new TreeMap<>();
      some.forEach(one -> pods.put(one.name(), one.pods(WEB)));
      return pods;
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
      scene.until("it is out of service", () -> zoneSays(hub, "Schedulable", "False"));
      Map<String, Integer> there = scene.assigned(WEB);
      // By what the hub sees there it writes, or may not write over what it has not seen.
      members.stream()
          .filter(one -> more(there, one) > 0)
          .forEach(one -> scene.until("it is met", () -> old(one) > old.get(one.name())));
      holds();
      assertEquals(home.get(hub.name()), hub.bound(WEB), "no successor is Ready");
      asItIs(other(member));
      // Counted anew at each look: where both went to one zone, a later plan parts them. The other
      // one then keeps what the one that lags is to take over.
      int both = REPLICAS - home.get(member.name());
      scene.until(
          "what has a successor that is Ready is gone",
          () ->
              hub.bound(WEB) <= Math.max(0, more(scene.assigned(WEB), member))
                  && hub.bound(WEB) + other(member).bound(WEB) == both);
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
      int answers = old(member);
      way(member).stale(true);
      nothingMoves(member, others, () -> {});
      // Half an hour later a zone that was silent takes what returns, and plans count on it.
      forward(Duration.ofMinutes(31));
      survives();
      asksToDelete(member);
      others.forEach(one -> one.standStill(true));
      zonePatch(member.name(), "{\"spec\":{\"state\":\"Drained\"}}");
      scene.until(
          "replicas have other places", () -> !scene.assigned(WEB).containsKey(member.name()));
      scene.until("it is out of service", () -> zoneSays(member, "Schedulable", "False"));
      scene.until("it is met", () -> old(member) > answers);
      holds();
      assertEquals(home.get(member.name()), member.bound(WEB), "no successor is Ready");
      assertTrue(held(WEB).contains(member.name()), "replicas run there");
      others.forEach(one -> one.standStill(false));
      scene.until("successors run", () -> others.stream().allMatch(this::runsWhatIsDecided));
      holds();
      waitsFor(member);
      way(member).stale(false);
      settled(REPLICAS);
      zonePatch(member.name(), "{\"spec\":{\"state\":\"Active\"}}");
      scene.until("it is in service", () -> zoneSays(member, "Schedulable", "True"));
      goneAndBack(member);
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
      // Now it answers each write at once, and has what is deleted created again.
      AtomicInteger undone = new AtomicInteger();
      way(member)
          .answeredBy(
              request -> {
                if (request.about("deployments") && request.path().contains("/" + WEB + "-")) {
                  undone.incrementAndGet();
                  member.scaled(WEB);
                }
              });
      member.scaled(WEB);
      nothingMoves(member, List.of(hub, other(member)), () -> {});
      scene.until("it is undone once more", () -> undone.get() > 1);
      way(member).answeredBy(request -> {});
      List<Deployment> old = member.children(alone(member));
      AtomicBoolean again = new AtomicBoolean();
      way(member)
          .answeredBy(
              request -> {
                if (request.method().equals("DELETE")
                    && request.about("deployments")
                    && again.compareAndSet(false, true)) {
                  member.createdAgain(old);
                }
              });
      asksToDelete(member);
      goneAndBack(member);
      assertTrue(again.get(), "nothing was deleted there");
      way(member).answeredBy(request -> {});
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
      nothingMoves(members.get(0), List.of(hub, members.get(1)), () -> {});
      settled(REPLICAS);
    }

    /**
     * Its nodes are silent, by conditions an hour early and then an hour late or the other way
     * round; each time the operator begins anew. The second silence lasts.
     */
    private void clockOff(CampaignCluster member) {
      Duration off = random.nextBoolean() ? HOUR : HOUR.negated();
      silentBy(member, off);
      asksToDelete(member);
      nothingMoves(other(member), List.of(hub), () -> {});
      gone(alone(member));
      member.ready(true, clock.instant().plus(off));
      answers(member);
      silentBy(member, off.negated());
      left(member);
      member.ready(true, clock.instant().minus(off));
      back(member);
      goneAndBack(member);
    }

    private void silentBy(CampaignCluster member, Duration off) {
      Instant began = clock.instant().truncatedTo(ChronoUnit.SECONDS);
      member.ready(false, clock.instant().plus(off));
      scene.until(member.name() + " is silent", () -> zoneSays(member, "Healthy", "False"));
      operator.start();
      answers(member, "NoNodeReady");
      contended();
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
      image("newer");
      scene.until(
          "the next one has started", () -> operator.starts() > starts || whole(REPLICAS + 3));
      way(other(member)).stale(false);
      settled(REPLICAS + 3);
      has("newer");
      scale(WEB, REPLICAS);
      image(IMAGE);
      settled(REPLICAS);
      has(IMAGE);
      scene.until("it was killed", () -> operator.starts() > starts);
      CampaignCluster silent = other(member);
      nothingMoves(member, List.of(hub, silent), () -> killedAsItDeletes(silent));
      goneAndBack(silent);
    }

    /** Right after what it has to delete is gone, of which it does not hear. */
    private void killedAsItDeletes(CampaignCluster member) {
      int starts = operator.starts();
      operator.crashAfterEach(
          request -> request.method().equals("DELETE") && request.about("deployments"));
      asksToDelete(member);
      scene.until("the next one has started", () -> operator.starts() > starts);
      operator.crashAfterEach(request -> false);
    }

    /** For how long it waits, from now on, before it takes silence for a loss. */
    private void waits(Duration after) {
      hub.client()
          .resources(BleuWorkload.class)
          .withName(WEB)
          .patch(
              MERGE,
              "{\"spec\":{\"resilience\":{\"failover\":{\"after\":\"%ds\"}}}}"
                  .formatted(after.toSeconds()));
      scene.awaitAnswered(BleuWorkload.class, WEB);
    }

    private void image(String image) {
      hub.client()
          .resources(BleuWorkload.class)
          .withName(WEB)
          .patch(
              PatchContext.of(PatchType.JSON),
              """
              [{"op": "replace", "value": "%s",
                "path": "/spec/workload/deployment/template/spec/containers/0/image"}]
              """
                  .formatted(image));
    }

    private void has(String image) {
      scene.until(
          "all have the image " + image,
          () ->
              clusters.stream()
                  .flatMap(one -> one.children(WEB).stream())
                  .map(child -> child.getSpec().getTemplate().getSpec())
                  .allMatch(pod -> pod.getContainers().get(0).getImage().equals(image)));
    }

    /** A zone that is silent is left: what waits no longer than that takes it for lost. */
    private void left(CampaignCluster member) {
      due();
      scene.until(
          member.name() + " is left", () -> !scene.assigned(WEB).containsKey(member.name()));
      scene.awaitReady(WEB);
    }

    private void due() {
      waits(AFTER);
      forward(AFTER.plusSeconds(2));
    }

    private void back(CampaignCluster member) {
      answers(member);
      waits(NOT_YET);
      scene.until("it is in service", () -> zoneSays(member, "Schedulable", "True"));
      scene.until("what was moved away is gone", () -> member.bound(WEB) == 0);
      scene.until("it is let go", () -> !held(WEB).contains(member.name()));
      atHome();
    }

    /** Replicas go home, two an hour. */
    private void atHome() {
      settled(REPLICAS);
      for (int hours = 0; hours < 4; hours++) {
        Map<String, Integer> there = scene.assigned(WEB);
        if (there.equals(home)) {
          break;
        }
        forward(Duration.ofMinutes(61));
        scene.until("some go home", () -> !scene.assigned(WEB).equals(there));
        settled(REPLICAS);
      }
      assertEquals(home, scene.assigned(WEB), () -> "after " + log);
      // No plan leads to a zone that came back just now: half an hour later all is as before.
      forward(Duration.ofMinutes(31));
      survives();
    }

    private void survives() {
      scene.until(
          "it survives a loss again", () -> "True".equals(scene.condition(WEB, "Resilient")));
    }

    private void anotherLookWritesNothing() {
      still();
      List<String> before = operator.sent();
      // A cluster that has not answered for some seconds is said to be unknown. By this clock the
      // next process has as long for that as it takes.
      clock.stop();
      operator.start();
      for (CampaignCluster one : members) {
        int read = way(one).gateReads();
        scene.until(one.name() + " is reached anew", () -> way(one).gateReads() > read);
      }
      still();
      clock.goOn();
      List<String> more = new ArrayList<>(operator.sent());
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
                scene.look();
                return quiet.still(operator.sent().size());
              });
    }

    /** All are deleted while one member is away, and the other one takes its time. */
    private void goes() {
      holds();
      running.asks(0);
      CampaignCluster away = members.get(random.nextInt(members.size()));
      CampaignCluster slow = other(away);
      way(away).become(MemberWay.State.CUT);
      scene.until(away.name() + " is silent", () -> zoneSays(away, "Healthy", "False"));
      way(slow).keepsDeletes(true);
      hub.client().resources(BleuWorkload.class).delete();
      scene.until("it is asked to delete", () -> way(slow).kept() > 0);
      scene.until(
          "it waits for " + away.name(), () -> scene.reason(WEB, "Ready").equals("WaitsForTarget"));
      witness();
      assertEquals(Set.of(away.name(), slow.name()), held(WEB), "replicas run there");
      way(slow).keepsDeletes(false);
      scene.until("the other one is clean", () -> slow.children(WEB).isEmpty());
      scene.until("it is let go", () -> held(WEB).equals(Set.of(away.name())));
      way(away).become(MemberWay.State.OPEN);
      scene.until(
          "nothing is left",
          () -> hub.client().resources(BleuWorkload.class).list().getItems().isEmpty());
      clusters.forEach(one -> scene.until(one.name() + " is clean", () -> one.specs().isEmpty()));
      members.forEach(one -> scene.until(one.name() + " has no gate", () -> one.state().isEmpty()));
      assertTrue(letGo.count() >= members.size(), "no zone was ever let go");
      if (second != null) {
        second.resources(BleuWorkload.class).delete();
        scene.until(
            "nor of the second hub",
            () -> second.resources(BleuWorkload.class).list().getItems().isEmpty());
      }
    }

    /** What is promised at each moment. */
    private void holds() {
      for (BoundByGate one : bound) {
        assertEquals(List.of(), one.outside(), () -> "bound before its gate, " + log);
      }
      assertEquals(List.of(), letGo.early(), () -> "let go too early, " + log);
      assertEquals(0, running.lacked(), () -> "deleted before successors were ready, " + log);
      chain.verify();
      chain.verifyDecidedOnce();
      assertEquals(List.of(), refused.all(), () -> "the check refuses what is planned, " + log);
      Outcome.assertRoomIsSoldOnce(chain, CampaignCluster.MILLICORES, Life::size);
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

    /** What stands in each cluster, and what is said of workloads and zones. */
    private Map<String, String> state() {
      Map<String, String> state = new TreeMap<>();
      clusters.forEach(one -> state.putAll(one.state()));
      hub.client()
          .resources(BleuWorkload.class)
          .list()
          .getItems()
          .forEach(
              one ->
                  state.put(
                      "workload " + one.getMetadata().getName(),
                      new TreeSet<>(one.getMetadata().getFinalizers())
                          + " "
                          + said(one.getStatus())));
      hub.client()
          .resources(AvailabilityZone.class)
          .list()
          .getItems()
          .forEach(one -> state.put("zone " + one.getMetadata().getName(), said(one.getStatus())));
      return state;
    }

    private static String said(@Nullable ConditionedStatus status) {
      Set<String> said = new TreeSet<>();
      if (status != null) {
        status
            .conditions()
            .forEach(c -> said.add(c.getType() + "=" + c.getStatus() + " " + c.getReason()));
      }
      return said.toString();
    }

    /** What is decided and delivered from now on was so after all that happened. */
    private void witness() {
      String name = "witness-" + ++looks;
      alone(name, hub.name());
      scene.awaitReady(name);
      goes(name);
    }

    /**
     * The same, while three others ask for room in a zone that has it for one of them at most. They
     * are StatefulSets: the rollout of a Deployment needs as much room once more.
     */
    private void contended() {
      List<String> greedy = greedy();
      witness();
      scene.until("two have no place", () -> greedy.stream().filter(this::notWhole).count() >= 2);
      greedy.forEach(this::goes);
    }

    /** Where all is as it was in the beginning there is room for one of them. */
    private void contendedInPeace() {
      List<String> greedy = greedy();
      scene.until(
          "one has a place and two have none",
          () ->
              greedy.stream().filter(this::notWhole).count() == 2
                  && greedy.stream()
                      .anyMatch(name -> scene.condition(name, "Placed").equals("True")));
      greedy.forEach(this::goes);
    }

    private List<String> greedy() {
      looks++;
      List<String> greedy =
          Stream.of("a", "b", "c").map(one -> "greedy-" + one + "-" + looks).toList();
      greedy.forEach(
          name ->
              scene.create(
                  inOneZone(name, hub.name(), 1, GREEDY)
                      .replace("deployment:", "statefulSet:\n      serviceName: " + name)));
      return greedy;
    }

    private void goes(String workload) {
      hub.client().resources(BleuWorkload.class).withName(workload).delete();
      gone(workload);
    }

    /** The record goes once its room is given back. */
    private void gone(String workload) {
      scene.until(
          workload + " is gone",
          () -> scene.workload(workload) == null && scene.placement(workload) == null);
    }

    private boolean notWhole(String workload) {
      return scene.condition(workload, "Placed").equals("False");
    }

    /** The thousandths of a cpu that a replica asks for. */
    private static int size(String workload) {
      return switch (workload.replaceFirst("-.*", "")) {
        case WEB -> 500;
        case "greedy" -> GREEDY;
        case NEVER -> CampaignCluster.MILLICORES + 1;
        default -> 100;
      };
    }

    private CampaignCluster cluster(String name) {
      return clusters.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    }

    /** The zones of other clusters that a workload is held for. */
    private Set<String> held(String workload) {
      BleuWorkload one = scene.workload(workload);
      return one == null ? Set.of() : LetGo.zones(one.getMetadata().getFinalizers());
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
      refused.close();
      chain.close();
      clusters.forEach(CampaignCluster::close);
    }
  }
}
