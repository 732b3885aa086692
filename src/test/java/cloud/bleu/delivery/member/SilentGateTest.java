package cloud.bleu.delivery.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.delivery.gate.ChartPolicies;
import cloud.bleu.delivery.gate.GateContent;
import cloud.bleu.delivery.gate.GatePlan;
import cloud.bleu.delivery.manifest.ChildName;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.Ensured;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.Request;
import cloud.bleu.faults.ScriptedServer;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBindingBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gates of some namespaces of another cluster cannot be written: whom that concerns. */
@Tag("wiring")
class SilentGateTest {

  private static final Set<String> THREE = Set.of("records", "shop", "wards");

  private final Hub hub = new Hub();
  private final Door door = new Door();
  private ScriptedServer server;
  private MemberGates gates;

  @BeforeEach
  void start() {
    server = new ScriptedServer(ProjectCrds.all(), door);
    gates =
        new MemberGates(
            hub,
            server.client(),
            "home",
            new MemberNamespaces(server.client(), "home", name -> Map.of()),
            () -> new Reach(Reach.State.REACHED, Instant.EPOCH, "Reached", "it answers"),
            () -> "their-uid");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Answers writes of the gates of some namespaces with a code; 0: with nothing. */
  private static final class Door implements Fault {
    private final Set<String> shut = ConcurrentHashMap.newKeySet();
    private final List<String> written = new CopyOnWriteArrayList<>();
    private volatile int code;

    private boolean isShut(Request request) {
      return request.isWrite()
          && request.about("placementgates")
          && shut.stream().anyMatch(one -> request.path().contains("/namespaces/" + one + "/"));
    }

    @Override
    public @Nullable Answer instead(Request request) {
      if (request.isWrite() && request.about("placementgates")) {
        written.add(request.path().replaceAll(".*/namespaces/([^/]+)/.*", "$1"));
      }
      return code > 0 && isShut(request) ? Answer.status(code, "MadeUp") : null;
    }

    @Override
    public @Nullable Answer after(Request request, Answer answer) {
      return code == 0 && isShut(request) ? null : answer;
    }
  }

  private static final class Hub implements HubDecisions {
    private Set<String> held = THREE;
    private final Set<String> told = new TreeSet<>();
    private @Nullable GateEnforcement enforcement;

    @Override
    public boolean isServing() {
      return true;
    }

    @Override
    public GatePlan plan() {
      return PLAN;
    }

    @Override
    public Map<String, Map<String, String>> zones(String cluster) {
      return Map.of("north", Map.of());
    }

    @Override
    public Set<String> namespaces(String cluster) {
      return held;
    }

    @Override
    public boolean isEnforced(String namespace, @Nullable Namespace there) {
      return there != null;
    }

    @Override
    public void wakeUp() {}

    @Override
    public void changed(String namespace, String workload) {
      told.add(namespace);
    }

    @Override
    public void enforcement(String cluster, GateEnforcement now) {
      enforcement = now;
    }
  }

  private static final GatePlan PLAN =
      (namespace, selectors, before) ->
          new GateContent(
              new PlacementGateSpec(
                  7L,
                  Map.of("north", new PlacementGateSpec.Zone(Map.of())),
                  Map.of(
                      ChildName.of("web", "north"), new PlacementGateSpec.Child("web", "north"))),
              Set.of("web"),
              Set.of());

  private @Nullable Ensured awaited(String namespace) {
    return gates.awaited(
        Serialization.unmarshal(
            "---\n{apiVersion: placement.bleu.cloud/v1alpha1, kind: BleuWorkload, metadata: {name:"
                + " web, namespace: "
                + namespace
                + "}}",
            BleuWorkload.class),
        "north");
  }

  private void installed() {
    for (ChartPolicies.Bound bound : ChartPolicies.MEMBER) {
      server
          .admin()
          .resource(
              new ValidatingAdmissionPolicyBuilder()
                  .withNewMetadata()
                  .withName(bound.policy())
                  .endMetadata()
                  .withNewSpec()
                  .withFailurePolicy("Fail")
                  .endSpec()
                  .build())
          .serverSideApply();
      server
          .admin()
          .resource(
              new ValidatingAdmissionPolicyBindingBuilder()
                  .withNewMetadata()
                  .withName(bound.binding())
                  .endMetadata()
                  .withNewSpec()
                  .withPolicyName(bound.policy())
                  .withValidationActions("Deny")
                  .endSpec()
                  .build())
          .serverSideApply();
    }
  }

  private Set<String> stored() {
    Set<String> stored = new TreeSet<>();
    for (PlacementGate gate :
        server.admin().resources(PlacementGate.class).inAnyNamespace().list().getItems()) {
      stored.add(gate.getMetadata().getNamespace());
    }
    return stored;
  }

  /** In whatever order they are written. */
  @ParameterizedTest
  @CsvSource({
    "records,429,MadeUp",
    "shop,500,MadeUp",
    "wards,503,MadeUp",
    "records,0,its API server does not answer",
    "shop,0,does not answer",
    "wards,0,does not answer"
  })
  void gateWithoutAnAnswerConcernsItsNamespaceAlone(String bad, int code, String words) {
    installed();
    door.code = code;
    door.shut.add(bad);
    THREE.forEach(one -> assertEquals(Ensured.underWay(null), awaited(one)));
    gates.turn();
    for (String one : THREE) {
      if (!one.equals(bad)) {
        assertNull(awaited(one), one);
      }
    }
    assertEquals(THREE, hub.told);
    DeliveryProblem problem = awaited(bad).problem();
    assertEquals("GateNotWritten", problem.code());
    assertTrue(problem.message().contains("namespace " + bad), problem.message());
    assertTrue(problem.message().contains(words), problem.message());
    assertEquals("GateNotWritten", hub.enforcement.reason());
    assertNull(hub.enforcement.kept(), "nothing says that it is not: what runs may not move");
    assertTrue(hub.enforcement.message().contains(bad), hub.enforcement.message());
    int before = door.written.size();
    gates.turn();
    assertEquals(before, door.written.size(), "a turn does not ask for it again");
    door.shut.clear();
    gates.look();
    assertNull(awaited(bad));
  }

  /** Each waits for as long as a request may take. */
  @Test
  void afterTwoThatAreSilentTheOthersOfTheRoundAreLeftForTheNextAndComeFirstThen() {
    hub.held = Set.of("a", "b", "c", "d", "e");
    door.shut.addAll(hub.held);
    gates.turn();
    assertEquals(2, door.written.size(), door.written.toString());
    Set<String> silent = Set.copyOf(door.written);
    for (String one : hub.held) {
      assertEquals("GateNotWritten", awaited(one).problem().code());
    }
    door.shut.retainAll(silent);
    door.written.clear();
    gates.turn();
    Set<String> others = new TreeSet<>(hub.held);
    others.removeAll(silent);
    assertEquals(others, Set.copyOf(door.written));
    others.forEach(one -> assertNull(awaited(one), one));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 503})
  void gateThatCannotBeRemovedKeepsNoOtherFromBeingRemovedOrWritten(int code) {
    hub.held = Set.of("records", "shop");
    gates.turn();
    door.code = code;
    for (String bad : hub.held) {
      door.shut.add(bad);
    }
    hub.held = Set.of("wards");
    gates.turn();
    assertNull(awaited("wards"));
    door.shut.clear();
    gates.look();
    assertEquals(Set.of("wards"), stored());
  }
}
