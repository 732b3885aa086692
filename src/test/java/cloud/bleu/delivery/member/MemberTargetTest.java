package cloud.bleu.delivery.member;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.Companion;
import cloud.bleu.delivery.cluster.ClusterObjects;
import cloud.bleu.delivery.cluster.ClusterWriter;
import cloud.bleu.delivery.cluster.ListedObjects;
import cloud.bleu.delivery.cluster.UndoneEdits;
import cloud.bleu.delivery.companion.ClusterCompanions;
import cloud.bleu.delivery.companion.CompanionSource;
import cloud.bleu.delivery.manifest.ChildFactory;
import cloud.bleu.delivery.manifest.ChildName;
import cloud.bleu.delivery.manifest.ClusterDns;
import cloud.bleu.delivery.manifest.TemplateException;
import cloud.bleu.delivery.zone.Acceptance;
import cloud.bleu.delivery.zone.ClusterWideTarget.Pods;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.Ensured;
import cloud.bleu.delivery.zone.HeldZones;
import cloud.bleu.delivery.zone.TargetObservation;
import cloud.bleu.delivery.zone.ZoneDesired;
import cloud.bleu.delivery.zone.ZoneManifest;
import cloud.bleu.delivery.zone.ZoneObservation;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One workload in a zone of another cluster: what is handed over, and what is known of it. */
@Tag("wiring")
class MemberTargetTest {

  private static final String NAME = ChildName.of("web", "a");
  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
  private static final Reach REACHED =
      new Reach(Reach.State.REACHED, NOON, "Reached", "it answers");
  private static final Reach AWAY = new Reach(Reach.State.UNREACHED, NOON, "NoAnswer", "no answer");

  private final AtomicInteger answers = new AtomicInteger();
  private final AtomicLong ahead = new AtomicLong();
  private volatile Reach reach = REACHED;
  private volatile String cluster;
  private volatile ClusterObjects cached;
  private EmbeddedApiServer server;
  private KubernetesClient client;
  private MemberQueue queue;
  private MemberTarget target;
  private MemberPolicies policies;
  private MemberCompanions companions;

  @BeforeEach
  void start() {
    server = EmbeddedApiServer.start(ProjectCrds.all());
    client = PatientClients.of(server);
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName("kube-system").endMetadata().build())
        .serverSideApply();
    cluster = client.namespaces().withName("kube-system").get().getMetadata().getUid();
    queue =
        new MemberQueue(
            "m",
            new MemberQueue.Listener() {
              @Override
              public void answered(String namespace, String workload) {
                answers.incrementAndGet();
              }

              @Override
              public void silent() {
                // Told of when the test ends as well, for its client is closed then.
              }

              @Override
              public boolean isReached() {
                return true;
              }
            },
            ahead::get,
            () -> Duration.ZERO);
    MemberNamespaces namespaces = new MemberNamespaces(client, "home", name -> Map.of());
    companions =
        new MemberCompanions(
            new ServingHub(),
            new ClusterCompanions(client, new ClusterWriter(client), "home"),
            server(this::seen),
            new CompanionSource(client),
            namespaces,
            queue);
    policies =
        new MemberPolicies(
            server(() -> new ListedObjects(client, "shop")),
            ClusterDns.USUAL,
            companions,
            namespaces,
            queue);
    target =
        new MemberTarget(
            server(this::seen),
            namespaces,
            companions,
            queue,
            (workload, zone) -> policies.bindsPods(workload) ? null : Ensured.underWay(null));
  }

  private MemberServer server(Supplier<ClusterObjects> objects) {
    return new MemberServer(
        client, objects, "home", () -> reach, () -> cluster, UndoneEdits.UNTOLD);
  }

  /** What the cache has: what stands there, unless a test holds it back. */
  private ClusterObjects seen() {
    ClusterObjects held = cached;
    return held == null ? new ListedObjects(client, "shop") : held;
  }

  @AfterEach
  void stop() {
    queue.close();
    client.close();
    server.close();
  }

  private BleuWorkload workload(String uid) {
    BleuWorkload workload = unheld(uid);
    workload.addFinalizer(HeldZones.finalizer("a", cluster));
    return workload;
  }

  private static BleuWorkload unheld(String uid) {
    return Serialization.unmarshal(
        "---\n{apiVersion: placement.bleu.cloud/v1alpha1, kind: BleuWorkload, metadata: {name: web,"
            + " namespace: shop, uid: "
            + uid
            + "}, spec: {workload: {deployment: {template: {metadata: {labels: {app: web}}, spec:"
            + " {containers: [{name: c, image: i}]}}}}}}",
        BleuWorkload.class);
  }

  private static ZoneManifest manifest(BleuWorkload workload, int replicas) {
    try {
      return new ChildFactory(workload, null)
          .children(List.of(new Assignment("a", replicas, null, null)), Map.of("a", Map.of()))
          .get(0);
    } catch (TemplateException e) {
      throw new AssertionError(e);
    }
  }

  private Deployment stored() {
    return client.apps().deployments().inNamespace("shop").withName(NAME).get();
  }

  private void answered(int times) {
    await().atMost(Duration.ofMinutes(1)).until(() -> answers.get() == times);
  }

  private void idle(BleuWorkload workload) {
    await().atMost(Duration.ofMinutes(1)).until(() -> !queue.isBusy(workload));
  }

  private void create(BleuWorkload workload) {
    int before = answers.get();
    Ensured handedOver =
        target.ensure(workload, new ZoneDesired.DecidedManifest(manifest(workload, 2), 2, null));
    assertEquals(Ensured.Result.UNDER_WAY, handedOver.result());
    assertNull(handedOver.problem());
    answered(before + 1);
  }

  @Test
  void zoneIsFilledAndItsObjectsSayWhoseTheyAre() {
    create(workload("u"));
    Deployment child = stored();
    assertEquals(2, child.getSpec().getReplicas());
    assertEquals(List.of(), child.getMetadata().getOwnerReferences());
    assertEquals("home", child.getMetadata().getLabels().get("placement.bleu.cloud/home"));
    assertEquals("u", child.getMetadata().getLabels().get("placement.bleu.cloud/workload-uid"));
    assertEquals(
        "home",
        client
            .namespaces()
            .withName("shop")
            .get()
            .getMetadata()
            .getLabels()
            .get("placement.bleu.cloud/home"));
    TargetObservation seen = target.observe(workload("u"), Set.of("a"));
    assertEquals(1, seen.zones().size());
    assertTrue(target.holds(manifest(workload("u"), 2), seen.zones().get(0)));
  }

  /** On the threads of that cluster, and only while it is reached. */
  @Test
  void podThatHoldsBackItsStatefulSetIsDeletedThere() {
    StatefulSet set =
        Serialization.unmarshal(
            """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: db, namespace: shop, uid: set-uid, generation: 1}
            spec: {replicas: 1}
            status: {observedGeneration: 1, updateRevision: new}
            """,
            StatefulSet.class);
    Pod pod =
        Serialization.unmarshal(
            """
            apiVersion: v1
            kind: Pod
            metadata:
              name: db-0
              namespace: shop
              labels: {placement.bleu.cloud/workload: web, controller-revision-hash: old}
              ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: db, uid: set-uid, controller: true}]
            spec: {containers: [{name: main, image: none}]}
            """,
            Pod.class);
    client.resource(pod).create();
    ZoneObservation child = new ZoneObservation(set, "a", false, "t", 1, 1, 0, 0, false, false);
    reach = AWAY;
    assertEquals(Ensured.WRITTEN, target.clear(workload("u"), child));
    reach = REACHED;
    assertEquals(Ensured.underWay(null), target.clear(workload("u"), child));
    answered(1);
    assertNull(client.pods().inNamespace("shop").withName("db-0").get());
    assertEquals(Ensured.WRITTEN, target.clear(workload("u"), child));
  }

  @Test
  void workloadThatIsDeclaredAgainTakesUpWhatTheFirstOneLeft() {
    create(workload("first"));
    assertEquals(1, target.observe(workload("second"), Set.of("a")).zones().size());
  }

  @Test
  void whatAnotherHubMadeIsLeftAlone() {
    create(workload("u"));
    client
        .apps()
        .deployments()
        .inNamespace("shop")
        .withName(NAME)
        .edit(
            d -> {
              d.getMetadata().getLabels().put("placement.bleu.cloud/home", "other");
              return d;
            });
    TargetObservation seen = target.observe(workload("u"), Set.of("a"));
    assertEquals(List.of(), seen.zones());
    DeliveryProblem obstacle = seen.obstacles().get("a");
    assertEquals("AnotherHome", obstacle.code());
    assertTrue(
        obstacle.message().contains("held by the hub other, this one is home"), obstacle.message());
    assertFalse(gone(Set.of()), "this hub may have been restored from the other one");
    assertEquals(obstacle, policies.left(workload("u"), Set.of()));
    BleuWorkload other = unheld("u");
    other.addFinalizer(HeldZones.finalizer("b", cluster));
    assertTrue(gone(other, Set.of()), "it was never held for this zone, so it wrote nothing there");
    assertNotNull(stored());
  }

  @Test
  void nothingIsWrittenBeforeTheWorkloadSaysThatItMayStandInThisCluster() {
    BleuWorkload elsewhere = unheld("u");
    elsewhere.addFinalizer(HeldZones.finalizer("a", "another-cluster"));
    for (BleuWorkload web : List.of(unheld("u"), elsewhere)) {
      assertEquals(Acceptance.NOT_ASKED, target.dryRun(web, manifest(web, 2)));
      Ensured refused =
          target.ensure(web, new ZoneDesired.DecidedManifest(manifest(web, 2), 2, null));
      assertEquals(Ensured.Result.REFUSED, refused.result());
      policies.ensureBudget(
          web, new Pods(List.of(Map.of("app", "web")), false), 1, new ArrayList<>());
      assertFalse(queue.isBusy(web));
    }
  }

  @Test
  void noOtherClusterMaySayThatNothingIsLeft() {
    BleuWorkload web = workload("u");
    cluster = "another-cluster";
    assertFalse(gone(web, Set.of()));
    cluster = client.namespaces().withName("kube-system").get().getMetadata().getUid();
    await().atMost(Duration.ofMinutes(1)).until(() -> isGone(web, Set.of()));
  }

  @Test
  void wordThatNothingIsLeftIsBelievedForSecondsAndUntilSomethingElseIsAsked() {
    BleuWorkload web = workload("u");
    assertFalse(isGone(web, Set.of()));
    idle(web);
    ahead.addAndGet(MemberPolicies.BELIEVED.toNanos());
    assertFalse(isGone(web, Set.of()), "it is old");
    idle(web);
    target.ensure(web, new ZoneDesired.DecidedManifest(manifest(web, 2), 2, null));
    assertFalse(isGone(web, Set.of()), "something is under way");
    idle(web);
    assertFalse(isGone(web, Set.of()), "something has come since");
    idle(web);
    assertFalse(isGone(web, Set.of()), "and it stands");
  }

  @Test
  void whatIsHandedOverToGoIsNotCountedWhileNobodyHasSeenWhetherItWent() {
    BleuWorkload web = workload("u");
    create(web);
    cached = available(2);
    ZoneObservation seen = observed(web);
    assertEquals(2, seen.available());
    target.ensure(web, new ZoneDesired.StandingManifest(seen, 1));
    assertEquals(1, observed(web).available(), "it is under way");
    idle(web);
    assertEquals(1, observed(web).ready(), "the cache does not show it yet");
    reach = AWAY;
    assertEquals(1, observed(web).assured(), "nor may it ever");
    reach = REACHED;
    cached = available(1);
    seen = observed(web);
    assertEquals(1, seen.available());
    target.ensure(web, new ZoneDesired.Absence(seen));
    assertEquals(0, observed(web).assured());
    idle(web);
    assertNull(stored());
    assertEquals(0, observed(web).available());
  }

  @Test
  void whatTheServerSaysHasNotGoneCountsAgain() {
    BleuWorkload web = workload("u");
    create(web);
    cached = available(2);
    ZoneObservation seen = observed(web);
    CountDownLatch slow = new CountDownLatch(1);
    queue.read(web, "slow", "", () -> waited(slow));
    target.ensure(web, new ZoneDesired.Absence(seen));
    ahead.addAndGet(MemberQueue.OLD.toNanos());
    slow.countDown();
    idle(web);
    assertNotNull(stored(), "it waited too long to be done");
    assertEquals(0, observed(web).available(), "nobody has asked yet");
    idle(web);
    assertEquals(2, observed(web).available());
  }

  private static DeliveryProblem waited(CountDownLatch latch) {
    try {
      assertTrue(latch.await(1, TimeUnit.MINUTES));
      return null;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** What stands there, as its controller would report it. */
  private ClusterObjects available(int replicas) {
    Deployment child = stored();
    child.setStatus(
        new DeploymentStatusBuilder()
            .withReplicas(replicas)
            .withReadyReplicas(replicas)
            .withAvailableReplicas(replicas)
            .withUpdatedReplicas(replicas)
            .withObservedGeneration(child.getMetadata().getGeneration())
            .build());
    client.resource(child).updateStatus();
    return new ListedObjects(client, "shop");
  }

  private ZoneObservation observed(BleuWorkload workload) {
    return target.observe(workload, Set.of("a")).zones().get(0);
  }

  @Test
  void whatGoesStaysUntilItsPodsAreGone() {
    create(workload("u"));
    client
        .apps()
        .deployments()
        .inNamespace("shop")
        .withName(NAME)
        .edit(
            d -> {
              d.addFinalizer("example.org/pods");
              return d;
            });
    int before = answers.get();
    target.ensure(
        workload("u"),
        new ZoneDesired.Absence(target.observe(workload("u"), Set.of("a")).zones().get(0)));
    answered(before + 1);
    assertNotNull(stored().getMetadata().getDeletionTimestamp());
    TargetObservation seen = target.observe(workload("u"), Set.of("a"));
    assertEquals(List.of(), seen.zones());
    assertEquals(List.of("a"), seen.ending().stream().map(ZoneObservation::zone).toList());
    assertFalse(gone(Set.of()));
  }

  @Test
  void zoneIsGoneThoughWhatStaysInItsClusterIsLookedAtInEachPass() {
    Pods pods = new Pods(List.of(Map.of("app", "web")), false);
    for (BleuWorkload web : List.of(workload("u"), isolated("u"))) {
      List<DeliveryProblem> problems = new ArrayList<>();
      policies.ensureEgress(web, pods, problems);
      policies.ensureBudget(web, pods, 1, problems);
      idle(web);
      boolean gone = false;
      for (int pass = 0; pass < 2; pass++) {
        gone = isGone(web, Set.of("b"));
        policies.ensureEgress(web, pods, problems);
        policies.ensureBudget(web, pods, 1, problems);
        idle(web);
      }
      assertTrue(gone, "no pass wrote anything");
      assertEquals(List.of(), problems);
    }
  }

  @Test
  void whatIsRefusedDoesNotMakeTheWordThatNothingIsLeftAnOldOne() {
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName("shop")
                .withLabels(Map.of("placement.bleu.cloud/home", "other"))
                .endMetadata()
                .build())
        .create();
    BleuWorkload web = workload("u");
    Pods pods = new Pods(List.of(Map.of("app", "web")), false);
    isGone(web, Set.of("b"));
    policies.ensureBudget(web, pods, 1, new ArrayList<>());
    idle(web);
    assertTrue(isGone(web, Set.of("b")));
  }

  private BleuWorkload isolated(String uid) {
    return Serialization.unmarshal(
        Serialization.asYaml(workload(uid))
            .replaceFirst("(?m)^  residency:\n", "  residency:\n    egress: []\n"),
        BleuWorkload.class);
  }

  @Test
  void noPodMayStartBeforeItsNetworkPolicyStands() {
    BleuWorkload web = isolated("u");
    assertEquals(List.of(), web.getSpec().residency().egress());
    ZoneDesired two = new ZoneDesired.DecidedManifest(manifest(web, 2), 2, null);
    assertEquals(Ensured.underWay(null), target.ensure(web, two));
    assertFalse(queue.isBusy(web), "nothing was handed over");
    policies.ensureEgress(web, new Pods(List.of(Map.of("app", "web")), false), new ArrayList<>());
    idle(web);
    create(web);
    assertEquals(2, stored().getSpec().getReplicas());
  }

  @Test
  void namespaceOfSomebodyElseIsNotUsedAndSaysNothingAgainstTheTemplate() {
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName("shop").endMetadata().build())
        .create();
    BleuWorkload web = workload("u");
    target.dryRun(web, manifest(web, 2));
    answered(1);
    assertEquals(Acceptance.NOT_ASKED, target.dryRun(web, manifest(web, 2)));
    Ensured refused =
        target.ensure(web, new ZoneDesired.DecidedManifest(manifest(web, 2), 2, null));
    assertEquals("NamespaceNotOurs", refused.problem().code());
    assertNull(stored());
    client
        .namespaces()
        .withName("shop")
        .edit(
            n -> {
              n.getMetadata().setLabels(Map.of("placement.bleu.cloud/home", "home"));
              return n;
            });
    ahead.addAndGet(MemberQueue.AGAIN.toNanos());
    target.dryRun(web, manifest(web, 2));
    answered(2);
    assertEquals(Acceptance.TAKEN, target.dryRun(web, manifest(web, 2)));
    create(web);
    assertNotNull(stored());
  }

  @Test
  void templateIsTakenOnceTheServerHasSaidSo() {
    BleuWorkload web = workload("u");
    assertEquals(Acceptance.underWay(null), target.dryRun(web, manifest(web, 2)));
    answered(1);
    assertEquals(Acceptance.TAKEN, target.dryRun(web, manifest(web, 2)));
    assertNull(stored(), "nothing is written by that");
  }

  @Test
  void nothingOfAClusterThatIsAwayCountsAndNothingIsAskedOfIt() {
    create(workload("u"));
    reach = AWAY;
    TargetObservation seen = target.observe(workload("u"), Set.of("a"));
    assertEquals(0, seen.zones().get(0).available());
    assertEquals(DeliveryProblem.UNREACHABLE, seen.unseen().get("a").problem().code());
    assertEquals(NOON, seen.unseen().get("a").since());
    assertEquals(Acceptance.NOT_ASKED, target.dryRun(workload("x"), manifest(workload("x"), 2)));
    Ensured refused = target.ensure(workload("u"), new ZoneDesired.Absence(seen.zones().get(0)));
    assertEquals(Ensured.Result.REFUSED, refused.result());
    assertEquals(DeliveryProblem.UNREACHABLE, refused.problem().code());
    assertNotNull(stored());
    assertFalse(isGone(workload("u"), Set.of()));
  }

  @Test
  void nothingIsGoneBeforeItsServerHasSaidSo() {
    create(workload("u"));
    List<DeliveryProblem> problems = new ArrayList<>();
    policies.ensureBudget(
        workload("u"), new Pods(List.of(Map.of("app", "web")), false), 1, problems);
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                client.policy().v1().podDisruptionBudget().inNamespace("shop").withName("web").get()
                    != null);
    idle(workload("u"));
    assertFalse(isGone(workload("u"), Set.of()), "both stand");
    int before = answers.get();
    target.ensure(
        workload("u"),
        new ZoneDesired.Absence(target.observe(workload("u"), Set.of("a")).zones().get(0)));
    answered(before + 1);
    assertFalse(isGone(workload("u"), Set.of()), "the budget stands");
    policies.withdraw(workload("u"), problems);
    idle(workload("u"));
    assertTrue(gone(Set.of()));
    assertEquals(List.of(), problems);
  }

  @Test
  void companionKeepsAZoneFromBeingLetGoUntilItIsWithdrawn() {
    new ClusterCompanions(client, new ClusterWriter(client), "home")
        .ensure(workload("u"), config());
    assertFalse(gone(Set.of()), "its copy stands");
    idle(workload("u"));
    assertTrue(gone(Set.of("a")), "which stays with the zones that stay");
    List<DeliveryProblem> problems = new ArrayList<>();
    policies.withdraw(workload("u"), problems);
    idle(workload("u"));
    assertTrue(gone(Set.of()));
    assertNull(client.configMaps().inNamespace("shop").withName("config").get());
    policies.withdraw(workload("u"), problems);
    assertFalse(queue.isBusy(workload("u")), "it is not asked for again");
    assertEquals(List.of(), problems);
  }

  /**
   * Whoever is told looks again, so an answer that changes nothing may tell nobody: each look is
   * taken as long as somebody was told since the one before.
   */
  @ParameterizedTest
  @ValueSource(strings = {"budget", "policy", "companion"})
  void objectThatOthersHoldIsNotAskedForWithoutEnd(String kind) {
    BleuWorkload workload = workload("u");
    Pods pods = new Pods(List.of(Map.of("app", "web")), false);
    List<DeliveryProblem> problems = new ArrayList<>();
    HasMetadata held =
        switch (kind) {
          case "budget" -> {
            policies.ensureBudget(workload, pods, 1, problems);
            idle(workload);
            yield client
                .policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace("shop")
                .withName("web")
                .get();
          }
          case "policy" -> {
            policies.ensureEgress(isolated("u"), pods, problems);
            idle(workload);
            yield client
                .network()
                .v1()
                .networkPolicies()
                .inNamespace("shop")
                .withName("web-egress")
                .get();
          }
          default -> {
            new ClusterCompanions(client, new ClusterWriter(client), "home")
                .ensure(workload, config());
            yield client.configMaps().inNamespace("shop").withName("config").get();
          }
        };
    assertEquals(List.of(), problems);
    client
        .resource(held)
        .edit(
            object -> {
              object.addFinalizer("example.org/held");
              return object;
            });
    int looks = 0;
    int told;
    long changed;
    do {
      told = answers.get();
      changed = queue.changes(workload);
      policies.withdraw(workload, new ArrayList<>());
      assertNotNull(policies.left(workload, Set.of()), "somebody holds it");
      idle(workload);
      looks++;
      // Who is told of a change may be told of it a moment after.
    } while ((answers.get() > told || queue.changes(workload) > changed) && looks < 20);
    assertTrue(looks < 6, "looks: " + looks);
    policies.withdraw(workload, new ArrayList<>());
    idle(workload);
    assertEquals(changed, queue.changes(workload), "nothing is to be done until somebody lets go");
  }

  @Test
  void nothingOfAWorkloadIsWrittenWhereItsPodsLackSomething() {
    BleuWorkload lacking = workload("u");
    lacking
        .getSpec()
        .workload()
        .deployment()
        .template()
        .put(
            "spec",
            Map.of(
                "containers",
                List.of(Map.of("name", "c", "image", "i")),
                "serviceAccountName",
                "runner"));
    ZoneDesired whole = new ZoneDesired.DecidedManifest(manifest(lacking, 1), 1, null);
    assertEquals(
        Acceptance.Answer.UNDER_WAY, target.dryRun(lacking, manifest(lacking, 1)).answer());
    idle(lacking);
    assertEquals(
        Acceptance.NOT_ASKED,
        target.dryRun(lacking, manifest(lacking, 1)),
        "other zones do not wait for it");
    Ensured refused = target.ensure(lacking, whole);
    assertEquals("CompanionMissing", refused.problem().code());
    idle(lacking);
    assertNull(client.apps().deployments().inNamespace("shop").withName(NAME).get());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anotherListOfCompanionsIsLookedAtAtOnceWhateverWasRefusedBefore(boolean tried) {
    BleuWorkload web = with(workload("u"), List.of(new Companion("ConfigMap", "absent")));
    ZoneDesired whole = new ZoneDesired.DecidedManifest(manifest(web, 2), 2, null);
    if (tried) {
      target.dryRun(web, manifest(web, 2));
    } else {
      target.ensure(web, whole);
    }
    idle(web);
    assertEquals("CompanionMissing", target.ensure(web, whole).problem().code());
    BleuWorkload edited = with(web, List.of());
    if (tried) {
      target.dryRun(edited, manifest(edited, 2));
      idle(edited);
    }
    target.ensure(edited, whole);
    idle(edited);
    assertNotNull(stored(), "nobody waits for what was said of the list before");
  }

  private static BleuWorkload with(BleuWorkload workload, List<Companion> companions) {
    ObjectNode tree = Serialization.jsonMapper().valueToTree(workload);
    ((ObjectNode) tree.at("/spec/workload"))
        .set("companions", Serialization.jsonMapper().valueToTree(companions));
    return Serialization.jsonMapper().convertValue(tree, BleuWorkload.class);
  }

  private static ConfigMap config() {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace("shop")
        .withName("config")
        .endMetadata()
        .build();
  }

  private boolean isGone(BleuWorkload workload, Set<String> staying) {
    return policies.left(workload, staying) == null;
  }

  /** What it says once its server was asked. */
  private boolean gone(Set<String> staying) {
    return gone(workload("u"), staying);
  }

  private boolean gone(BleuWorkload workload, Set<String> staying) {
    // While something else is under way it is not asked for this.
    idle(workload);
    if (isGone(workload, staying)) {
      return true;
    }
    idle(workload);
    return isGone(workload, staying);
  }
}
