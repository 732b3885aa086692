package cloud.bleu.delivery.member;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.cluster.ClusterWriter;
import cloud.bleu.delivery.cluster.ListedObjects;
import cloud.bleu.delivery.cluster.UndoneEdits;
import cloud.bleu.delivery.companion.ClusterCompanions;
import cloud.bleu.delivery.companion.CompanionSource;
import cloud.bleu.delivery.manifest.ChildFactory;
import cloud.bleu.delivery.manifest.ChildName;
import cloud.bleu.delivery.manifest.TemplateException;
import cloud.bleu.delivery.rollout.Rollout;
import cloud.bleu.delivery.rollout.ZoneRollout;
import cloud.bleu.delivery.zone.Acceptance;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.Ensured;
import cloud.bleu.delivery.zone.HeldZones;
import cloud.bleu.delivery.zone.ZoneDesired;
import cloud.bleu.delivery.zone.ZoneManifest;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.Request;
import cloud.bleu.faults.ScriptedServer;
import cloud.bleu.operator.leadership.Fence;
import cloud.bleu.operator.leadership.FencedHttpClient;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What another cluster refuses: whom that concerns, and what follows. */
class MemberRefusalTest {

  private static final Reach REACHED =
      new Reach(Reach.State.REACHED, Instant.EPOCH, "Reached", "it answers");
  private static final String CLUSTER = "member-uid";

  private final Door door = new Door();
  private final Fence fence = Fence.unelected();
  private final AtomicLong ahead = new AtomicLong();
  private ScriptedServer server;
  private KubernetesClient admin;
  private KubernetesClient client;
  private MemberQueue queue;
  private MemberTarget target;

  /** Answers requests of one method in place of the server. */
  private static final class Door implements Fault {
    volatile String method = "";
    volatile String name = "";
    volatile Answer answer;

    @Override
    public Answer instead(Request request) {
      return request.method().equals(method) && request.path().endsWith(name) ? answer : null;
    }

    void open() {
      method = "";
    }
  }

  @BeforeEach
  void start() {
    server = new ScriptedServer(ProjectCrds.all(), door);
    admin = server.admin();
    client = server.client();
    client = FencedHttpClient.fenced(client, fence);
    queue =
        new MemberQueue(
            "m",
            new MemberQueue.Listener() {
              @Override
              public void answered(String namespace, String workload) {
                // Waited for by the queue.
              }

              @Override
              public void silent() {
                // Nobody asks whether it is away.
              }

              @Override
              public boolean isReached() {
                return true;
              }
            },
            ahead::get,
            () -> Duration.ZERO);
    MemberNamespaces namespaces = new MemberNamespaces(client, "home", name -> Map.of());
    MemberServer cluster =
        new MemberServer(
            client,
            () -> new ListedObjects(admin, "shop"),
            "home",
            () -> REACHED,
            () -> CLUSTER,
            UndoneEdits.UNTOLD);
    target =
        new MemberTarget(
            cluster,
            namespaces,
            new MemberCompanions(
                new ServingHub(),
                new ClusterCompanions(client, new ClusterWriter(client), "home"),
                cluster,
                new CompanionSource(admin),
                namespaces,
                queue),
            queue,
            (workload, zone) -> null);
  }

  @AfterEach
  void stop() {
    queue.close();
    client.close();
    server.close();
  }

  private static BleuWorkload workload() {
    BleuWorkload workload =
        Serialization.unmarshal(
            "---\n{apiVersion: placement.bleu.cloud/v1alpha1, kind: BleuWorkload, metadata: {name:"
                + " web, namespace: shop, uid: u}, spec: {workload: {deployment: {template:"
                + " {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image:"
                + " i}]}}}}}}",
            BleuWorkload.class);
    workload.addFinalizer(HeldZones.finalizer("a", CLUSTER));
    workload.addFinalizer(HeldZones.finalizer("b", CLUSTER));
    return workload;
  }

  private static ZoneManifest manifest() {
    return manifest("a");
  }

  private static ZoneManifest manifest(String zone) {
    try {
      return new ChildFactory(workload(), null)
          .children(List.of(new Assignment(zone, 2, null, null)), Map.of(zone, Map.of()))
          .get(0);
    } catch (TemplateException e) {
      throw new AssertionError(e);
    }
  }

  private Deployment stored() {
    return stored("a");
  }

  private Deployment stored(String zone) {
    return admin.apps().deployments().inNamespace("shop").withName(ChildName.of("web", zone)).get();
  }

  private Ensured ensured() {
    return target.ensure(workload(), new ZoneDesired.DecidedManifest(manifest(), 2, null));
  }

  private Acceptance tried() {
    target.dryRun(workload(), manifest());
    idle();
    return target.dryRun(workload(), manifest());
  }

  private void idle() {
    await().atMost(Duration.ofMinutes(1)).until(() -> !queue.isBusy(workload()));
  }

  private static Answer answer(int code, String words) {
    return Answer.json(
        code,
        Serialization.asJson(
            new StatusBuilder()
                .withStatus("Failure")
                .withCode(code)
                .withReason("Forbidden")
                .withMessage(words)
                .build()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "403 deployments.apps \"web\" is forbidden: User \"bleu\" cannot patch resource"
            + " \"deployments\"",
        "403 exceeded quota: small, requested: count/deployments.apps=1",
        "422 ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no",
        "400 admission webhook \"v.example.org\" denied the request: no",
        "500 Internal error occurred: failed calling webhook \"v.example.org\": no route",
        "403 unable to create new content in namespace shop because it is being terminated",
        "413 Request entity too large",
        "500 failed to create typed patch object (shop/web; apps/v1, Kind=Deployment):"
            + " .spec.template.spec.newer: field not declared in schema"
      })
  void refusalThatIsNotOfTheTemplateConcernsItsZoneAlone(String refusal) {
    door.answer = answer(Integer.parseInt(refusal.substring(0, 3)), refusal.substring(4));
    door.method = "PATCH";
    assertEquals(Acceptance.NOT_ASKED, tried(), "nothing is said against the template");
    DeliveryProblem problem = ensured().problem();
    assertEquals(DeliveryProblem.REFUSED, problem.code());
    assertTrue(problem.message().startsWith("zone a: "), problem.message());
    assertTrue(problem.canPassByItself());
    assertFalse(problem.isOfEndingNamespace(), "the namespace here may live on");
    assertNull(stored());
    door.open();
    ahead.addAndGet(MemberQueue.AGAIN.toNanos());
    assertEquals(Acceptance.TAKEN, tried());
    assertEquals(Ensured.underWay(null), ensured());
    idle();
    assertEquals(2, stored().getSpec().getReplicas());
  }

  /** A cluster that is too old for a field of the template goes without; the others do not. */
  @Test
  void clusterThatIsTooOldForAFieldStopsNoOtherZone() {
    door.answer =
        answer(
            500,
            "failed to create typed patch object (shop/web; apps/v1, Kind=Deployment):"
                + " .spec.template.spec.newer: field not declared in schema");
    door.name = "/" + ChildName.of("web", "a");
    door.method = "PATCH";
    ZoneRollout rollout = new ZoneRollout(target);
    ZoneRollout.Outcome outcome = null;
    // Its template is tried, then it is written.
    for (int pass = 0; pass < 3; pass++) {
      outcome =
          rollout.carryOut(
              workload(),
              List.of(manifest("a"), manifest("b")),
              target.observe(workload(), Set.of("a", "b")),
              new Rollout.Closed(Set.of(), Set.of(), Set.of(), Set.of()));
      idle();
    }
    assertTrue(outcome.accepted(), outcome.toString());
    assertEquals(2, stored("b").getSpec().getReplicas());
    assertNull(stored("a"));
    assertEquals(
        List.of(DeliveryProblem.REFUSED),
        outcome.problems().stream().map(DeliveryProblem::code).toList());
    assertTrue(
        outcome.problems().get(0).message().startsWith("zone a: the API server refuses it: "),
        outcome.problems().toString());
  }

  /** Another one leads: two processes of one hub do not write in one cluster. */
  @Test
  void processThatLeadsNoMoreWritesNothing() {
    assertEquals(Acceptance.TAKEN, tried());
    ensured();
    idle();
    assertEquals(2, stored().getSpec().getReplicas());
    fence.shut();
    admin.apps().deployments().inNamespace("shop").withName(ChildName.of("web", "a")).delete();
    ensured();
    idle();
    assertNull(stored());
    assertEquals(DeliveryProblem.UNREACHABLE, ensured().problem().code());
  }

  @Test
  void namespaceThatSomebodyCreatesAnewIsNotUsed() {
    assertEquals(Acceptance.TAKEN, tried());
    admin.namespaces().withName("shop").delete();
    admin
        .resource(new NamespaceBuilder().withNewMetadata().withName("shop").endMetadata().build())
        .create();
    ensured();
    idle();
    assertNull(stored());
    assertEquals("NamespaceNotOurs", ensured().problem().code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "422 spec.template.spec.containers[0].image: Required value",
        "500 failed to create typed patch object (shop/web; apps/v1, Kind=Deployment):"
            + " .spec.template.spec.containers: duplicate entries for key [name=\"c\"]"
      })
  void refusalOfTheTemplateConcernsEveryZone(String refusal) {
    String words = refusal.substring(4);
    door.answer = answer(Integer.parseInt(refusal.substring(0, 3)), words);
    door.method = "PATCH";
    Acceptance acceptance = tried();
    assertEquals(Acceptance.Answer.REFUSED, acceptance.answer());
    assertEquals(DeliveryProblem.REJECTED, acceptance.problem().code());
    assertTrue(acceptance.problem().message().contains(words), acceptance.problem().message());
  }
}
