package cloud.bleu.delivery.member;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.delivery.gate.GateContent;
import cloud.bleu.delivery.gate.GatePlan;
import cloud.bleu.delivery.manifest.ChildName;
import cloud.bleu.delivery.zone.Ensured;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.Request;
import cloud.bleu.faults.ScriptedServer;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the gates in another cluster while its API server does not answer something. */
class GateReadsTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final Hub hub = new Hub();
  private ScriptedServer server;
  private KubernetesClient admin;
  private KubernetesClient client;
  private MemberGates gates;

  @BeforeEach
  void start() {
    server = new ScriptedServer(ProjectCrds.all(), Fault.NONE);
    admin = server.admin();
    client = server.client();
    gates =
        new MemberGates(
            hub,
            client,
            "home",
            new MemberNamespaces(client, "home", name -> Map.of()),
            () -> new Reach(Reach.State.REACHED, Instant.EPOCH, "Reached", "it answers"),
            () -> "their-uid");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Lets some workloads into zone north. */
  private record Plan(List<String> workloads) implements GatePlan {
    @Override
    public GateContent gate(
        String namespace,
        Map<String, Map<String, String>> selectors,
        @Nullable PlacementGateSpec before) {
      Map<String, PlacementGateSpec.Child> children = new TreeMap<>();
      workloads.forEach(
          one ->
              children.put(ChildName.of(one, "north"), new PlacementGateSpec.Child(one, "north")));
      return new GateContent(
          new PlacementGateSpec(
              7L, Map.of("north", new PlacementGateSpec.Zone(Map.of())), children),
          Set.copyOf(workloads),
          Set.of());
    }
  }

  private static final class Hub implements HubDecisions {
    private volatile GatePlan plan = new Plan(List.of("web"));
    private final List<String> told = new CopyOnWriteArrayList<>();
    private volatile GateEnforcement enforcement = GateEnforcement.NOT_ASKED;

    @Override
    public boolean isServing() {
      return true;
    }

    @Override
    public GatePlan plan() {
      return plan;
    }

    @Override
    public Map<String, Map<String, String>> zones(String cluster) {
      return Map.of("north", Map.of());
    }

    @Override
    public Set<String> namespaces(String cluster) {
      return Set.of("shop");
    }

    @Override
    public boolean isEnforced(String namespace, @Nullable Namespace there) {
      return there != null;
    }

    @Override
    public void wakeUp() {}

    @Override
    public void changed(String namespace, String workload) {
      told.add(workload);
    }

    @Override
    public void enforcement(String cluster, GateEnforcement now) {
      enforcement = now;
    }
  }

  /** Answers whatever is about a kind with a code. */
  private record Refusing(String plural, int code) implements Fault {
    @Override
    public @Nullable Answer instead(Request request) {
      return request.about(plural) ? Answer.status(code, "ServiceUnavailable") : null;
    }
  }

  private @Nullable Ensured awaited(String name) {
    return gates.awaited(
        Serialization.unmarshal(
            "---\n{apiVersion: placement.bleu.cloud/v1alpha1, kind: BleuWorkload, metadata: {name: "
                + name
                + ", namespace: shop}}",
            BleuWorkload.class),
        "north");
  }

  private PlacementGate stored() {
    return admin.resources(PlacementGate.class).inNamespace("shop").withName("decisions").get();
  }

  private String said() {
    return hub.enforcement.kept() + " " + hub.enforcement.reason();
  }

  /** 404: that cluster serves no policies of v1. */
  @ParameterizedTest
  @ValueSource(ints = {404, 500, 503})
  void gatesAreWrittenThoughThePoliciesCannotBeRead(int code) {
    server.proxy().fault(new Refusing("validatingadmissionpolicies", code));
    gates.look();
    assertNull(awaited("web"));
    assertEquals("null NotObserved", said());
    assertTrue(
        hub.enforcement.message().contains("its admission policies: "), hub.enforcement.message());
    server.proxy().fault(Fault.NONE);
    gates.look();
    assertEquals("false AdmissionMissing", said());
  }

  @Test
  void whoeverWaitsIsToldThatTheGatesCannotBeRead() {
    assertEquals(Ensured.underWay(null), awaited("web"));
    server.proxy().fault(new Refusing("placementgates", 503));
    assertThrows(KubernetesClientException.class, gates::turn);
    assertEquals(List.of("web"), hub.told);
    assertEquals("GateNotWritten", awaited("web").problem().code());
    server.proxy().fault(Fault.NONE);
    gates.turn();
    assertNull(awaited("web"));
  }

  @Test
  void afterThreeLooksThatFailItIsNotKnownWhatIsKept() {
    gates.look();
    String before = said();
    server.proxy().fault(new Refusing("placementgates", 503));
    assertThrows(KubernetesClientException.class, gates::look);
    assertThrows(KubernetesClientException.class, gates::look);
    assertEquals(before, said());
    assertThrows(KubernetesClientException.class, gates::look);
    assertEquals("null NotObserved", said());
    gates.turn();
    assertEquals("null NotObserved", said(), "it was not read");
    server.proxy().fault(Fault.NONE);
    gates.look();
    assertEquals(before, said());
  }

  @Test
  void whatSomebodyElseWroteMeanwhileIsReadAndWrittenInOneTurn() {
    gates.turn();
    admin.resource(stored()).delete();
    hub.plan = new Plan(List.of("web", "api"));
    gates.turn();
    assertNull(awaited("api"));
    assertEquals(2, stored().getSpec().children().size());
  }

  /** A request for each of hundreds of namespaces takes a while. */
  @Test
  void writesDoNotWaitWhileNamespacesAreAskedFor() {
    gates.look();
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    server
        .proxy()
        .fault(
            new Fault() {
              @Override
              public @Nullable Answer instead(Request request) throws InterruptedException {
                if (request.path().endsWith("/namespaces/shop")) {
                  asked.countDown();
                  answer.await();
                }
                return null;
              }
            });
    CompletableFuture<Void> look = CompletableFuture.runAsync(gates::look);
    await().atMost(SOON).until(() -> asked.getCount() == 0);
    hub.plan = new Plan(List.of("web", "api"));
    CompletableFuture<Void> turn = CompletableFuture.runAsync(gates::turn);
    try {
      await().atMost(SOON).until(turn::isDone);
      assertEquals(2, stored().getSpec().children().size());
    } finally {
      answer.countDown();
    }
    look.join();
  }
}
