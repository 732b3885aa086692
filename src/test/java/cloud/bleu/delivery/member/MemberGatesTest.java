package cloud.bleu.delivery.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Child;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Zone;
import cloud.bleu.delivery.gate.ChartPolicies;
import cloud.bleu.delivery.gate.GateContent;
import cloud.bleu.delivery.gate.GatePlan;
import cloud.bleu.delivery.manifest.ChildName;
import cloud.bleu.delivery.zone.Ensured;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBindingBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gates in one other cluster: what is written there, and what waits for it. */
class MemberGatesTest {

  private static final String CLUSTER = "their-uid";
  private static final Reach REACHED =
      new Reach(Reach.State.REACHED, Instant.EPOCH, "Reached", "it answers");

  private final Hub hub = new Hub();
  private Reach reach = REACHED;
  private EmbeddedApiServer server;
  private KubernetesClient client;
  private MemberGates gates;

  private void with(List<CustomResourceDefinition> kinds) {
    server = EmbeddedApiServer.start(kinds);
    client = PatientClients.of(server);
    gates = gates(client);
  }

  private MemberGates gates(KubernetesClient there) {
    return new MemberGates(
        hub,
        there,
        "home",
        new MemberNamespaces(
            there, "home", name -> Map.of("placement.bleu.cloud/governed", "Enforce")),
        () -> reach,
        () -> CLUSTER);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  /** Lets in children of the zones that are asked for, and leaves out what does not fit. */
  private record Plan(Map<String, String> children, Set<String> full, boolean claimsOnly)
      implements GatePlan {
    Plan(Map<String, String> children, Set<String> full) {
      this(children, full, false);
    }

    @Override
    public GateContent gate(
        String namespace, Map<String, Map<String, String>> selectors, PlacementGateSpec before) {
      Map<String, Zone> zones = new HashMap<>();
      Map<String, Child> let = new HashMap<>();
      children.forEach(
          (workload, zone) -> {
            if (selectors.containsKey(zone)) {
              zones.put(zone, new Zone(selectors.get(zone)));
              let.put(
                  ChildName.of(workload, zone),
                  new Child(workload, zone, List.of(), claimsOnly ? true : null));
            }
          });
      return new GateContent(
          new PlacementGateSpec(7L, zones, let, Map.of(), Map.of(), Map.of(), null, Map.of()),
          children.keySet(),
          full);
    }
  }

  private static final class Hub implements HubDecisions {
    private boolean serving = true;
    private GatePlan plan;
    private final Map<String, Map<String, String>> zones =
        new HashMap<>(Map.of("north", Map.of("zone", "north")));
    private final Set<String> held = new HashSet<>(Set.of("shop"));
    private boolean enforced = true;
    private String unanswered;
    private KubernetesClientException answer = new KubernetesClientException("made up");
    private Runnable whenAsked = () -> {};
    private final Set<String> asked = new HashSet<>();
    private int wakes;
    private final List<String> told = new ArrayList<>();
    private GateEnforcement enforcement;
    private final List<String> news = new ArrayList<>();

    @Override
    public boolean isServing() {
      return serving;
    }

    @Override
    public GatePlan plan() {
      return plan;
    }

    @Override
    public Map<String, Map<String, String>> zones(String cluster) {
      assertEquals(CLUSTER, cluster);
      return zones;
    }

    @Override
    public Set<String> namespaces(String cluster) {
      return Set.copyOf(held);
    }

    @Override
    public boolean isEnforced(String namespace, Namespace there) {
      asked.add(namespace);
      whenAsked.run();
      if (namespace.equals(unanswered)) {
        throw answer;
      }
      return !enforced
          || (there != null
              && "Enforce"
                  .equals(there.getMetadata().getLabels().get("placement.bleu.cloud/governed")));
    }

    @Override
    public void wakeUp() {
      wakes++;
    }

    @Override
    public void changed(String namespace, String workload) {
      told.add(namespace + "/" + workload);
    }

    @Override
    public void enforcement(String cluster, GateEnforcement now) {
      if (!now.equals(enforcement)) {
        news.add(now.kept() + " " + now.reason());
      }
      enforcement = now;
    }
  }

  private static BleuWorkload workload(String name) {
    return Serialization.unmarshal(
        "---\n{apiVersion: placement.bleu.cloud/v1alpha1, kind: BleuWorkload, metadata: {name: "
            + name
            + ", namespace: shop}}",
        BleuWorkload.class);
  }

  private Ensured awaited(String name) {
    return gates.awaited(workload(name), "north");
  }

  private PlacementGate stored() {
    return client.resources(PlacementGate.class).inNamespace("shop").withName("decisions").get();
  }

  private void installed() {
    for (ChartPolicies.Bound bound : ChartPolicies.MEMBER) {
      client
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
      client
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

  private String said() {
    return hub.enforcement.kept() + " " + hub.enforcement.reason();
  }

  /** A server that answers everything with one code. */
  @ParameterizedTest
  @CsvSource({"404, null NotInstalled", "403, null NotPermitted"})
  void whereTheKindIsNotServedOrNotReadNothingIsWrittenAndNothingWaits(int code, String state)
      throws IOException {
    with(List.of());
    HttpServer refusing = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    List<String> asked = new CopyOnWriteArrayList<>();
    refusing.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestMethod());
          exchange.sendResponseHeaders(code, -1);
          exchange.close();
        });
    refusing.start();
    try (KubernetesClient there =
        PatientClients.of(
            new ConfigBuilder()
                .withAutoConfigure(false)
                .withMasterUrl("http://localhost:" + refusing.getAddress().getPort())
                .build())) {
      gates = gates(there);
      hub.plan = new Plan(Map.of("web", "north"), Set.of());
      assertEquals(Ensured.underWay(null), awaited("web"), "before anybody has looked");
      gates.turn();
      assertNull(awaited("web"));
      assertEquals(List.of("shop/web"), hub.told);
      assertEquals(state, said());
      assertEquals(Set.of("GET"), Set.copyOf(asked));
    } finally {
      refusing.stop(0);
    }
  }

  /** As a schema of another version, or a policy, refuses it. */
  @Test
  void gateThatIsRefusedIsSaidAndIsNotAskedForAgainByEveryTurn() throws IOException {
    with(List.of());
    HttpServer refusing = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    List<String> written = new CopyOnWriteArrayList<>();
    refusing.createContext(
        "/",
        exchange -> {
          boolean write = exchange.getRequestMethod().equals("POST");
          if (write) {
            written.add(exchange.getRequestURI().getPath());
          }
          String answer =
              write
                  ? "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":422,\"message\":\"it is invalid\"}"
                  : exchange.getRequestURI().getPath().endsWith("/namespaces/shop")
                      ? "{\"kind\":\"Namespace\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"shop\",\"labels\":{\"placement.bleu.cloud/home\":\"home\"}}}"
                      : "{\"items\":[]}";
          byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(write ? 422 : 200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    refusing.start();
    try (KubernetesClient there =
        PatientClients.of(
            new ConfigBuilder()
                .withAutoConfigure(false)
                .withMasterUrl("http://localhost:" + refusing.getAddress().getPort())
                .build())) {
      gates = gates(there);
      hub.plan = new Plan(Map.of("web", "north"), Set.of());
      assertEquals(Ensured.underWay(null), awaited("web"));
      gates.turn();
      assertEquals(List.of("shop/web"), hub.told);
      Ensured refused = awaited("web");
      assertEquals("GateNotWritten", refused.problem().code());
      assertTrue(
          refused.problem().message().contains("it is invalid"), refused.problem().message());
      gates.turn();
      assertEquals(refused, awaited("web"));
      assertEquals(1, written.size());
      gates.look();
      assertEquals(2, written.size(), "it is tried again by a look");
    } finally {
      refusing.stop(0);
    }
  }

  @Test
  void podsWaitForTheGateThatLetsThemIn() {
    with(ProjectCrds.all());
    installed();
    hub.plan = new Plan(Map.of("web", "north", "api", "south"), Set.of());
    assertEquals(Ensured.underWay(null), awaited("web"));
    assertEquals(1, hub.wakes);
    gates.turn();
    assertEquals(List.of("shop/web"), hub.told);
    assertNull(awaited("web"));
    assertEquals(Ensured.underWay(null), awaited("api"), "it is in no zone of this cluster");
    PlacementGate gate = stored();
    assertEquals(Set.of(ChildName.of("web", "north")), gate.getSpec().children().keySet());
    assertEquals("home", gate.getMetadata().getLabels().get("placement.bleu.cloud/home"));
    assertEquals(
        Map.of("placement.bleu.cloud/home", "home", "placement.bleu.cloud/governed", "Enforce"),
        client.namespaces().withName("shop").get().getMetadata().getLabels());
    gates.look();
    assertEquals("true Admission", said());
    assertEquals(
        gate.getMetadata().getResourceVersion(), stored().getMetadata().getResourceVersion());
  }

  @Test
  void anotherPlanIsAwaited() {
    with(ProjectCrds.all());
    hub.plan = new Plan(Map.of("web", "north"), Set.of());
    gates.turn();
    assertNull(awaited("web"));
    hub.plan = new Plan(Map.of("web", "north", "api", "north"), Set.of());
    assertNull(awaited("web"), "the gate as it is written says the same of it");
    assertEquals(Ensured.underWay(null), awaited("api"));
    gates.turn();
    assertNull(awaited("web"));
    assertNull(awaited("api"));
    hub.plan = new Plan(Map.of("web", "north", "api", "north"), Set.of(), true);
    assertEquals(Ensured.underWay(null), awaited("web"), "the gate says something else of it");
    gates.turn();
    assertNull(awaited("web"));
    hub.plan = new Plan(Map.of("web", "north", "api", "north"), Set.of("web"), true);
    assertEquals(Ensured.underWay(null), awaited("web"), "there is no room for it any more");
    hub.plan = new Plan(Map.of("api", "north"), Set.of());
    gates.turn();
    assertEquals(Set.of(ChildName.of("api", "north")), stored().getSpec().children().keySet());
  }

  @Test
  void whatSomebodyChangedThereIsWrittenAgain() {
    with(ProjectCrds.all());
    hub.plan = new Plan(Map.of("web", "north"), Set.of());
    gates.turn();
    client.resource(stored()).delete();
    gates.turn();
    assertNull(stored(), "nobody has looked");
    gates.look();
    assertNotNull(stored());
  }

  @Test
  void gateGoesWithTheLastWorkloadAndThatOfOthersStays() {
    with(ProjectCrds.all());
    PlacementGate theirs = new PlacementGate();
    theirs.setMetadata(
        new ObjectMetaBuilder().withNamespace("theirs").withName("decisions").build());
    theirs.setSpec(new Plan(Map.of(), Set.of()).gate("theirs", Map.of(), null).spec());
    client.resource(theirs).create();
    hub.plan = new Plan(Map.of("web", "north"), Set.of());
    gates.turn();
    assertNotNull(stored());
    hub.held.clear();
    gates.turn();
    assertNull(stored());
    assertEquals(
        1, client.resources(PlacementGate.class).inAnyNamespace().list().getItems().size());

    hub.held.add("theirs");
    gates.turn();
    BleuWorkload inTheirs = workload("web");
    inTheirs.getMetadata().setNamespace("theirs");
    Ensured refused = gates.awaited(inTheirs, "north");
    assertEquals("NameConflict", refused.problem().code());
    assertEquals(
        Map.of(),
        client
            .resources(PlacementGate.class)
            .inNamespace("theirs")
            .withName("decisions")
            .get()
            .getSpec()
            .children());
  }

  @Test
  void workloadWithoutRoomInTheGateSaysSo() {
    with(ProjectCrds.all());
    hub.plan = new Plan(Map.of("web", "north"), Set.of("api"));
    gates.turn();
    assertEquals("GateFull", awaited("api").problem().code());
  }

  @Test
  void namespaceOfSomebodyElseGetsNoGate() {
    with(ProjectCrds.all());
    HasMetadata foreign =
        Serialization.unmarshal("---\n{apiVersion: v1, kind: Namespace, metadata: {name: shop}}");
    client.resource(foreign).create();
    hub.plan = new Plan(Map.of("web", "north"), Set.of());
    gates.turn();
    assertEquals("NamespaceNotOurs", awaited("web").problem().code());
    assertNull(stored());
  }

  @Test
  void whatIsMissingThereIsSaid() {
    with(ProjectCrds.all());
    hub.plan = new Plan(Map.of("web", "north"), Set.of());
    gates.look();
    assertEquals("false AdmissionMissing", said());
    assertTrue(hub.enforcement.message().contains("enforce.pods.placement.bleu.cloud"));
    installed();
    governed("shop", null);
    gates.look();
    assertEquals("false NotEnforced", said());
    assertTrue(hub.enforcement.message().contains("in shop:"), hub.enforcement.message());
    hub.enforced = false;
    gates.look();
    assertEquals("true Admission", said());
  }

  private void governed(String namespace, String level) {
    client
        .namespaces()
        .withName(namespace)
        .edit(
            n -> {
              n.getMetadata().getLabels().remove("placement.bleu.cloud/governed");
              if (level != null) {
                n.getMetadata().getLabels().put("placement.bleu.cloud/governed", level);
              }
              return n;
            });
  }

  @Test
  void nothingIsSaidToBeKeptBeforeAPlanSaysInWhichNamespaces() {
    with(ProjectCrds.all());
    installed();
    hub.plan = new Plan(Map.of("web", "north"), Set.of());
    gates.turn();
    assertEquals("true Admission", said());
    governed("shop", null);
    // The next process reaches it before its first pass.
    gates = gates(client);
    hub.plan = null;
    hub.enforcement = null;
    gates.turn();
    gates.look();
    assertNull(hub.enforcement);
    hub.plan = new Plan(Map.of("web", "north"), Set.of());
    gates.turn();
    assertEquals("false NotEnforced", said());
  }

  @Test
  void namespaceThatGetsAGateLaterIsAskedForBeforeMoreIsSaid() {
    with(ProjectCrds.all());
    installed();
    HasMetadata records =
        Serialization.unmarshal(
            "---\n{apiVersion: v1, kind: Namespace, metadata: {name: records, labels:"
                + " {placement.bleu.cloud/home: home}}}");
    client.resource(records).create();
    hub.plan = new Plan(Map.of("web", "north"), Set.of());
    gates.turn();
    assertEquals("true Admission", said());
    hub.held.add("records");
    hub.unanswered = "records";
    assertThrows(KubernetesClientException.class, gates::turn);
    assertEquals("null NotObserved", said());
    assertTrue(hub.enforcement.message().contains("namespace records"), hub.enforcement.message());
    hub.unanswered = null;
    gates.turn();
    assertEquals("false NotEnforced", said());
    assertTrue(hub.enforcement.message().contains("in records:"), hub.enforcement.message());
    governed("records", "Enforce");
    gates.turn();
    assertEquals("false NotEnforced", said(), "nobody has looked");
    gates.look();
    assertEquals("true Admission", said());
  }

  /**
   * It is asked for at once, and what was said stands until the answer. Where a look asks for
   * others, which may take long, unknown means no; open is worse.
   */
  @ParameterizedTest
  @CsvSource({
    // what another one says, whether a look is under way; what is told from then on
    "Enforce, false, ''",
    "Enforce, true,  null NotAskedYet; true Admission",
    ",        false, ''",
    ",        true,  ''",
  })
  void untilANamespaceWithAGateIsAskedForNothingIsKeptAndWhatIsOpenStays(
      @Nullable String level, boolean looking, String told) {
    with(ProjectCrds.all());
    installed();
    hub.plan = new Plan(Map.of("web", "north"), Set.of());
    gates.turn();
    governed("shop", level);
    gates.look();
    assertEquals(level == null ? "false NotEnforced" : "true Admission", said());
    hub.news.clear();
    hub.asked.clear();
    if (looking) {
      hub.whenAsked =
          () -> {
            hub.whenAsked = () -> {};
            hub.held.add("records");
            gates.turn();
            assertEquals(Set.of("shop"), hub.asked, "nobody has asked for the other one so far");
          };
      gates.look();
    } else {
      hub.held.add("records");
      gates.turn();
    }
    assertTrue(hub.asked.contains("records"));
    assertEquals(told, String.join("; ", hub.news));
  }

  @Test
  void whyANamespaceIsNotKnownStaysSaidWhileAnotherOneWasNotAskedFor() {
    with(ProjectCrds.all());
    installed();
    hub.plan = new Plan(Map.of("web", "north"), Set.of());
    hub.unanswered = "shop";
    assertThrows(KubernetesClientException.class, gates::turn);
    assertEquals("null NotObserved", said());
    hub.news.clear();
    hub.held.add("records");
    assertThrows(KubernetesClientException.class, gates::turn);
    assertEquals(List.of(), hub.news);
    hub.unanswered = null;
    gates.look();
    assertEquals(List.of("true Admission"), hub.news);
  }

  @Test
  void namespaceThatMayNotBeReadIsSaidWithWhatRefusesIt() {
    with(ProjectCrds.all());
    installed();
    hub.plan = new Plan(Map.of("web", "north"), Set.of());
    hub.held.add("records");
    hub.unanswered = "records";
    hub.answer =
        new KubernetesClientException(
            new StatusBuilder()
                .withCode(403)
                .withMessage("User \"bleu\" cannot get resource \"namespaces\"")
                .build());
    assertThrows(KubernetesClientException.class, gates::look);
    String refused = hub.enforcement.message();
    assertEquals("null NotPermitted", said());
    assertTrue(refused.contains("User \"bleu\" cannot get resource \"namespaces\""), refused);
    assertTrue(refused.contains("apply examples/members/rbac.yaml"), refused);
    assertThrows(KubernetesClientException.class, gates::turn);
    assertEquals("null NotPermitted", said(), "it lasts");
    governed("shop", null);
    assertThrows(KubernetesClientException.class, gates::look);
    assertEquals("false NotEnforced", said(), "what is open for certain comes first");
    governed("shop", "Enforce");
    hub.unanswered = null;
    gates.look();
    assertEquals("true Admission", said());
  }

  /** In whatever order they are asked for. */
  @ParameterizedTest
  @ValueSource(strings = {"records", "shop", "wards"})
  void namespaceThatDoesNotAnswerKeepsNoOtherFromBeingAsked(String unanswered) {
    with(ProjectCrds.all());
    installed();
    hub.plan = new Plan(Map.of("web", "north"), Set.of());
    hub.held.addAll(Set.of("records", "wards"));
    gates.turn();
    assertEquals("true Admission", said());
    hub.unanswered = unanswered;
    hub.asked.clear();
    assertThrows(KubernetesClientException.class, gates::look);
    assertEquals(Set.of("records", "shop", "wards"), hub.asked);
    assertEquals("null NotObserved", said(), "what it answered before does not count any more");
    assertTrue(
        hub.enforcement.message().contains("namespace " + unanswered), hub.enforcement.message());
  }

  @Test
  void whereAnotherWayServesOrNobodyAnswersNothingIsDone() {
    with(ProjectCrds.all());
    hub.plan = new Plan(Map.of("web", "north"), Set.of());
    reach = new Reach(Reach.State.UNREACHED, Instant.EPOCH, "NoAnswer", "no answer");
    gates.look();
    assertNull(stored());
    reach = REACHED;
    hub.serving = false;
    gates.look();
    assertNull(stored());
    assertNull(hub.enforcement);
    assertEquals(Ensured.underWay(null), awaited("web"));
    hub.serving = true;
    gates.turn();
    assertNull(awaited("web"));
  }

  /** Whoever may write workloads may say that something of them stands in any cluster. */
  @Test
  void whereNothingIsDecidedThereIsNeitherNamespaceNorGate() {
    with(ProjectCrds.all());
    installed();
    hub.held.add("records");
    hub.plan =
        (namespace, selectors, before) ->
            new Plan(namespace.equals("shop") ? Map.of("web", "north") : Map.of(), Set.of())
                .gate(namespace, selectors, before);
    gates.look();
    assertNotNull(stored());
    assertNull(client.namespaces().withName("records").get());
    assertEquals("true Admission", said());
    // The gate of what has left stays while something may stand.
    hub.plan = new Plan(Map.of(), Set.of());
    gates.look();
    assertEquals(Map.of(), stored().getSpec().children());
  }
}
