package cloud.bleu.delivery.member;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.delivery.cluster.ListedObjects;
import cloud.bleu.delivery.cluster.UndoneEdits;
import cloud.bleu.delivery.companion.ClusterCompanions;
import cloud.bleu.delivery.companion.CompanionSource;
import cloud.bleu.delivery.manifest.ChildFactory;
import cloud.bleu.delivery.manifest.ClusterDns;
import cloud.bleu.delivery.manifest.TemplateException;
import cloud.bleu.delivery.zone.ClusterWideTarget.Pods;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.HeldZones;
import cloud.bleu.delivery.zone.ZoneDesired;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.Request;
import cloud.bleu.faults.ScriptedServer;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A namespace of another cluster that becomes somebody else's after it was looked at, and before
 * the write that rests on the look: nothing of the hub stays in it.
 */
@Tag("wiring")
class ReplacedNamespaceTest {

  private static final Reach REACHED =
      new Reach(Reach.State.REACHED, Instant.EPOCH, "Reached", "it answers");
  private static final String CLUSTER = "member-uid";

  private final Replacement replacement = new Replacement();
  private final AtomicLong ahead = new AtomicLong();
  private ScriptedServer server;
  private KubernetesClient admin;
  private MemberQueue queue;
  private MemberTarget target;
  private MemberPolicies policies;
  private MemberNamespaces namespaces;

  /** Somebody deletes the namespace and creates it again, once, as the first of a kind is sent. */
  private final class Replacement implements Fault {
    private volatile String kind = "";

    /** To whom the namespace belongs afterwards; null: to nobody who is known. */
    private volatile String home;

    /** How often it is not said whose the namespace is, once something was created. */
    private volatile int silent;

    private volatile boolean done;

    /** How often one of the kind was sent. */
    final AtomicInteger created = new AtomicInteger();

    @Override
    public Answer instead(Request request) {
      if (request.method().equals("POST") && isOfKind(request)) {
        created.incrementAndGet();
        if (!done) {
          done = true;
          replace();
        }
      } else if (done && silent > 0 && request.path().equals("/api/v1/namespaces/shop")) {
        silent--;
        return Answer.status(503, "ServiceUnavailable");
      }
      return request.method().equals("DELETE") && request.about("deployments")
          ? ofAnother(request)
          : null;
    }

    /** What the server of a cluster answers where the uid is another one; the embedded does not. */
    private Answer ofAnother(Request request) {
      String name = request.path().substring(request.path().lastIndexOf('/') + 1);
      Deployment stands = admin.apps().deployments().inNamespace("shop").withName(name).get();
      String body = new String(request.body(), StandardCharsets.UTF_8);
      return stands == null || body.contains("\"uid\":\"" + stands.getMetadata().getUid() + "\"")
          ? null
          : Answer.status(409, "Conflict");
    }

    private boolean isOfKind(Request request) {
      return request.isWrite() && request.path().endsWith("/" + kind);
    }

    private void replace() {
      admin.namespaces().withName("shop").delete();
      admin
          .resource(
              new NamespaceBuilder()
                  .withNewMetadata()
                  .withName("shop")
                  .withLabels(home == null ? Map.of() : Map.of("placement.bleu.cloud/home", home))
                  .endMetadata()
                  .build())
          .create();
    }
  }

  @BeforeEach
  void start() {
    server = new ScriptedServer(ProjectCrds.all(), replacement);
    admin = server.admin();
    KubernetesClient client = server.client();
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
    namespaces = new MemberNamespaces(client, "home", name -> Map.of());
    MemberServer cluster =
        new MemberServer(
            client,
            () -> new ListedObjects(admin, "shop"),
            "home",
            () -> REACHED,
            () -> CLUSTER,
            UndoneEdits.UNTOLD);
    MemberCompanions companions =
        new MemberCompanions(
            new ServingHub(),
            new ClusterCompanions(client, namespaces.writer(), "home"),
            cluster,
            new CompanionSource(admin),
            namespaces,
            queue);
    target = new MemberTarget(cluster, namespaces, companions, queue, (workload, zone) -> null);
    policies = new MemberPolicies(cluster, ClusterDns.USUAL, companions, namespaces, queue);
  }

  @AfterEach
  void stop() {
    queue.close();
    server.close();
  }

  private static BleuWorkload workload() {
    BleuWorkload workload =
        Serialization.unmarshal(
            """
            ---
            {apiVersion: placement.bleu.cloud/v1alpha1, kind: BleuWorkload,
             metadata: {name: web, namespace: shop, uid: u}, spec: {
               residency: {egress: []},
               workload: {deployment: {template: {metadata: {labels: {app: web}},
                 spec: {containers: [{name: c, image: i}]}}}}}}
            """,
            BleuWorkload.class);
    workload.addFinalizer(HeldZones.finalizer("a", CLUSTER));
    return workload;
  }

  private DeliveryProblem delivered() {
    try {
      var manifest =
          new ChildFactory(workload(), null)
              .children(List.of(new Assignment("a", 2, null, null)), Map.of("a", Map.of()))
              .get(0);
      target.ensure(workload(), new ZoneDesired.DecidedManifest(manifest, 2, null));
      idle();
      return target
          .ensure(workload(), new ZoneDesired.DecidedManifest(manifest, 2, null))
          .problem();
    } catch (TemplateException e) {
      throw new AssertionError(e);
    } finally {
      idle();
    }
  }

  private void idle() {
    await().atMost(Duration.ofMinutes(1)).until(() -> !queue.isBusy(workload()));
  }

  private List<HasMetadata> standing() {
    List<HasMetadata> all = new ArrayList<>();
    all.addAll(admin.apps().deployments().inNamespace("shop").list().getItems());
    all.addAll(admin.secrets().inNamespace("shop").list().getItems());
    all.addAll(admin.network().v1().networkPolicies().inNamespace("shop").list().getItems());
    all.addAll(admin.policy().v1().podDisruptionBudget().inNamespace("shop").list().getItems());
    all.addAll(admin.resources(PlacementGate.class).inNamespace("shop").list().getItems());
    return all;
  }

  @Test
  void childDoesNotStay() {
    replacement.kind = "deployments";
    DeliveryProblem problem = delivered();
    assertEquals(List.of(), standing());
    assertEquals(DeliveryProblem.REFUSED, problem.code());
    assertTrue(
        problem.message().contains("namespace shop of that cluster is of somebody else"),
        problem.message());
    assertEquals(1, replacement.created.get());
    ahead.addAndGet(MemberQueue.AGAIN.toNanos());
    assertEquals("NamespaceNotOurs", delivered().code());
    assertEquals(1, replacement.created.get(), "nothing is sent there again");
  }

  /** What pods call may be a secret: it is sent there once at most, and stays with nobody else. */
  @Test
  void companionDoesNotStay() {
    HasMetadata secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName("key")
            .withNamespace("shop")
            .endMetadata()
            .addToStringData("key", "k")
            .build();
    assertNull(namespaces.ensure("shop"));
    replacement.kind = "secrets";
    DeliveryProblem problem =
        new ClusterCompanions(server.client(), namespaces.writer(), "home")
            .ensure(workload(), secret);
    assertEquals(DeliveryProblem.REFUSED, problem.code());
    assertEquals(List.of(), standing());
    assertEquals(1, replacement.created.get());
  }

  @ParameterizedTest
  @ValueSource(strings = {"networkpolicies", "poddisruptionbudgets"})
  void policyDoesNotStay(String kind) {
    replacement.kind = kind;
    Pods pods = new Pods(List.of(Map.of("app", "web")), false);
    policies.ensureEgress(workload(), pods, new ArrayList<>());
    idle();
    policies.ensureBudget(workload(), pods, 1, new ArrayList<>());
    idle();
    assertEquals(1, replacement.created.get());
    assertEquals(
        List.of(),
        standing().stream().filter(one -> one.getPlural().equals(kind)).toList(),
        "of " + kind);
  }

  @Test
  void gateDoesNotStay() {
    assertNull(namespaces.ensure("shop"));
    replacement.kind = "placementgates";
    GateObjects gates = new GateObjects(server.client(), namespaces.writer(), "home");
    PlacementGateSpec spec = Serialization.unmarshal("---\n{sequence: 1}", PlacementGateSpec.class);
    assertThrows(
        KubernetesClientException.class, () -> gates.write("shop", null, spec), "it is not ours");
    assertEquals(List.of(), standing());
  }

  /** Whose the namespace is was not answered: the next look makes up for it. */
  @Test
  void whatIsNotKnownYetIsTakenBackOnceItIs() {
    replacement.kind = "deployments";
    replacement.silent = 1;
    assertEquals(DeliveryProblem.REFUSED, delivered().code());
    assertEquals(1, standing().size());
    ahead.addAndGet(MemberQueue.AGAIN.toNanos());
    assertEquals("NamespaceNotOurs", delivered().code());
    assertEquals(List.of(), standing());
  }

  /** Nor is anything of the name that others have put there since. */
  @Test
  void whatOthersPutThereStays() {
    replacement.kind = "deployments";
    replacement.silent = 1;
    delivered();
    Deployment theirs = (Deployment) standing().get(0);
    admin.resource(theirs).delete();
    theirs.getMetadata().setLabels(Map.of());
    theirs.getMetadata().setUid(null);
    theirs.getMetadata().setResourceVersion(null);
    admin.resource(theirs).create();
    ahead.addAndGet(MemberQueue.AGAIN.toNanos());
    assertEquals("NamespaceNotOurs", delivered().code());
    assertEquals(1, standing().size());
  }

  @Test
  void whatFallsIntoANamespaceOfThisHubStays() {
    replacement.kind = "deployments";
    replacement.home = "home";
    assertNull(delivered());
    assertEquals(1, standing().size());
  }
}
