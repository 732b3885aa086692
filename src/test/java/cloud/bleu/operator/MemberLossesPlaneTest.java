package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.WorkloadVerdict;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.operator.config.EvidenceOptions;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.sandbox.FakeVolumes;
import cloud.bleu.sandbox.Fleet;
import cloud.bleu.sandbox.FleetMember;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@link LossesPlaneTest} shows of nodes, of zones that are clusters: two of them beside two
 * zones of the hub. Their API servers hang, or their nodes fall silent while these answer. Where a
 * test says what is kept, as many pods are Ready at each event of a watch in any of the clusters.
 *
 * <p>The members act as Kubernetes 1.33 does, three minors behind their hub: by the emulation of
 * Kubernetes itself: the programs are those of the hub. The tests share the zones and an operator,
 * and have a namespace each.
 */
@RealControlPlane(oneWorld = true, members = 2, memberVersion = "1.33")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MemberLossesPlaneTest {

  static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  static final List<String> OF_HUB = List.of("hub-a", "hub-b");
  static final List<String> MEMBERS = List.of("member-1", "member-2");

  @TempDir static Path export;

  private final MovableClock clock = new MovableClock();
  private FakeNodes nodes;
  private Fleet fleet;
  private KubernetesClient operatorClient;
  private MemberEstate estate;
  private OperatorAccount account;
  private @Nullable Operator operator;
  private FreshNamespace own;
  KubernetesClient hub;
  private String namespace;
  Scene scene;
  private ChainWatch chain;
  private RunningWatch running;
  private FleetReadiness ready;
  private EvacuationReport report;

  /** Zones that a test makes beside those of all. */
  private List<String> nowhere = List.of();

  /** Zones whose nodes a test has take no pod more. */
  private List<String> full = List.of();

  @BeforeEach
  void start(
      KubernetesClient client, FakeNodes nodes, Fleet members, OperatorAccount operatorAccount) {
    if (operator == null) {
      begin(client, nodes, members, operatorAccount);
    }
    own = FreshNamespace.beside(client);
    hub = own.client();
    namespace = own.name();
    scene = new Scene(hub, nodes);
    chain = new ChainWatch(hub);
    report = new EvacuationReport(scene, hub);
    running = new RunningWatch(hub, "web");
    Map<String, KubernetesClient> clusters = new TreeMap<>(Map.of("hub", hub));
    for (FleetMember member : fleet.members()) {
      running.also(member.client(), namespace);
      clusters.put(member.name(), member.client());
    }
    ready = new FleetReadiness(clusters, namespace, "web");
    for (String member : MEMBERS) {
      scene.until(member + " is reached", () -> condition(member, "TargetReachable", "True"));
    }
  }

  private void begin(
      KubernetesClient client, FakeNodes nodes, Fleet members, OperatorAccount operatorAccount) {
    account = operatorAccount;
    this.nodes = nodes;
    fleet = members;
    Scene world = new Scene(client, nodes).provider("acme");
    OF_HUB.forEach(zone -> world.zone("acme", zone));
    estate = new MemberEstate(client, account);
    for (FleetMember member : fleet.members()) {
      estate.prepare(member, true);
      world.create(MemberEstate.zone(member.name(), member.name(), ""));
    }
    Stream.concat(OF_HUB.stream(), MEMBERS.stream())
        .forEach(
            zone ->
                zone(
                    client,
                    zone,
                    "{\"spec\":{\"failureDomains\":{\"flood\":\"%s\"}}}"
                        .formatted(MEMBERS.contains(zone) ? "seine" : "None")));
    operatorClient = account.client();
    Operator first =
        OperatorUnderTest.of(
            operatorClient,
            clock.alone(account.namespace()).with(EvidenceOptions.to(export)).withPort(0),
            () -> {});
    first.start();
    operator = first;
  }

  /** Whatever became of the test: for the next one all is as it was, and hours ago. */
  @AfterEach
  void clear() {
    if (operator == null) {
      return;
    }
    try {
      fleet.members().forEach(FleetMember::recover);
      hub.resources(ResilienceDrill.class).delete();
      MEMBERS.forEach(member -> incident(member, "null"));
      full(List.of());
      nodes.resumeAll();
      fleet.members().forEach(member -> member.nodes().resumeAll());
      nowhere.forEach(zone -> hub.resources(AvailabilityZone.class).withName(zone).delete());
      nowhere.forEach(estate::forget);
      nowhere = List.of();
      hub.resources(BleuWorkload.class).delete();
      scene.until(
          "nothing of the test runs",
          () ->
              hub.resources(BleuWorkload.class).list().getItems().isEmpty()
                  && hub.pods().list().getItems().isEmpty()
                  && hub.resources(AvailabilityZone.class).list().getItems().size() == 4);
      // Of what was silent, or moved, in the hours before nothing counts any more.
      forward(Duration.ofHours(3));
      for (String zone : Stream.concat(OF_HUB.stream(), MEMBERS.stream()).toList()) {
        scene.until(
            zone + " is as it was",
            () ->
                condition(zone, "Healthy", "True")
                    && condition(zone, "Schedulable", "True")
                    && !condition(zone, "ViewInDoubt", "True"));
      }
      chain.awaitEnd(scene);
      chain.verify();
      chain.verifyDecidedOnce();
    } finally {
      chain.close();
      running.close();
      ready.close();
      own.close();
    }
  }

  @AfterAll
  void stop() {
    if (operator != null) {
      operator.close();
      operatorClient.close();
    }
  }

  /** One whose API server hangs, then one whose nodes are silent while it answers. */
  @Test
  void twoLossesOneAfterTheOtherArePlannedFromWhatIsLeft() {
    Map<String, Integer> home = web("{of: Site, keep: 5, recover: Reserved}");
    assertEquals(Map.of("hub-a", 2, "hub-b", 2, "member-1", 2, "member-2", 2), home);
    scene.until(
        "two nodes of 4 are measured", () -> cpu("member-1").compareTo(new BigDecimal("7.2")) == 0);

    hang("member-1");
    assertEquals("Unreached", reason("member-1", "Healthy"));
    forward(EvacuationReport.AFTER.plusSeconds(2));
    scene.until("member-1 is left", () -> !scene.assigned("web").containsKey("member-1"));
    report.silent("web", 2, EvacuationReport.AFTER, "member-1");
    moved(2);
    nobodyKnowsWhatRunsIn("member-1");
    int second = scene.assigned("web").get("member-2");
    // Two zones of unrelated sites within one minute would put the own view in doubt.
    forward(Duration.ofMinutes(2));

    silence("member-2");
    assertTrue(condition("member-2", "TargetReachable", "True"), "its API server answers");
    forward(EvacuationReport.AFTER.plusSeconds(2));
    scene.until(
        "member-2 is left", () -> scene.assigned("web").equals(Map.of("hub-a", 4, "hub-b", 4)));
    report.silent("web", second, EvacuationReport.AFTER, "member-2");
    moved(2 + second);
    kept(5);
    scene.until(
        "an autoscaler goes on, as it sees every pod here",
        () ->
            "placement.bleu.cloud/workload=web"
                .equals(hub.resource(scene.workload("web")).scale().getStatus().getSelector()));

    answerAndRemoveBeforeTheyAreBack(List.of("member-1"));
    speaks("member-2");
    // Its kubelets had to say that the pods are gone.
    scene.until("what was moved away is gone", () -> standing("member-2") == 0);
    returns(home);
  }

  /** Of a zone that was left, while nothing is heard of it: all runs elsewhere. */
  private void nobodyKnowsWhatRunsIn(String left) {
    scene.until(
        "it says that it may still run there",
        () -> scene.message("web", "Ready").contains("may still run in " + left));
    scene.awaitReady("web");
    assertEquals(8, scene.workload("web").getStatus().readyReplicas());
    scene.until(
        "its placement says that nobody knows what runs there",
        () ->
            scene.placement("web").getStatus().zones().stream()
                .anyMatch(
                    z ->
                        z.zone().equals(left)
                            && z.replicas() == 0
                            && z.ready() == null
                            && "Unconfirmed".equals(z.fenced())));
  }

  /**
   * All at once, then all but one, which moves nothing: both are too many for one loss. Then one
   * more is heard of, and the others are lost for real: half of the zones, as they share a hazard.
   */
  @Test
  void nothingMovesWhileMostAreSilentAndHalfOfTheZonesAreLostForReal() {
    Map<String, Integer> home = web("{of: failureDomains/flood, keep: 4, recover: Reserved}");
    int lost = home.get("member-1") + home.get("member-2");
    MEMBERS.forEach(this::hangs);
    OF_HUB.forEach(this::silence);
    for (String zone : home.keySet()) {
      scene.until(zone + " is in doubt", () -> condition(zone, "ViewInDoubt", "True"));
    }
    nothingMoves(home, "witness");

    speaks("hub-a");
    for (String zone : List.of("hub-b", "member-1", "member-2")) {
      assertTrue(condition(zone, "ViewInDoubt", "True"), zone);
      assertEquals("SilentTogether", reason(zone, "ViewInDoubt"));
    }
    nothingMoves(home, "another");

    speaks("hub-b");
    scene.until("those that are heard of are Ready", () -> ready.begins(4));
    // How many each takes is what the plan says, which was made anew while hub-a alone was heard
    // of.
    scene.until("both are left", () -> scene.assigned("web").keySet().equals(Set.copyOf(OF_HUB)));
    assertEquals(8, scene.assigned("web").values().stream().mapToInt(Integer::intValue).sum());
    report.silent("web", lost, EvacuationReport.AFTER, "member-1", "member-2");
    moved(lost);
    kept(4);
    answerAndRemoveBeforeTheyAreBack(MEMBERS);
  }

  /**
   * The operator keeps a member out for half a minute at most while what was moved away from it
   * still stands there. Its clock stands still until nothing does, so that this never passes here.
   */
  private void answerAndRemoveBeforeTheyAreBack(List<String> members) {
    clock.stop();
    try {
      for (String member : members) {
        member(member).recover();
        ready.back(member);
      }
      for (String member : members) {
        scene.until(
            "what was moved away is removed from " + member,
            () -> {
              // Asked in this order: what is gone by now may have been there when it was back.
              boolean back = condition(member, "Schedulable", "True");
              int left = standing(member);
              assertTrue(!back || left == 0, member + " is back, and what was moved away is there");
              return left == 0;
            });
      }
    } finally {
      clock.goOn();
    }
    for (String member : members) {
      scene.until(member + " is back", () -> condition(member, "Schedulable", "True"));
    }
  }

  private void nothingMoves(Map<String, Integer> home, String witness) {
    forward(Duration.ofMinutes(10));
    witness(witness);
    scene.until("it says so", () -> scene.reason("web", "Resilient").equals("ViewInDoubt"));
    assertEquals(home, scene.assigned("web"), "nothing moves while most of it is silent");
    moved(0);
    assertEquals(0, running.deleted());
  }

  @Test
  void memberThatFlapsEachMinuteIsLeftOnce() {
    Map<String, Integer> home = web("{of: Site, keep: 5, recover: Reserved}");
    long decided = scene.ledger().getSpec().sequence();
    for (int minute = 0; minute < 20; minute++) {
      silence("member-1");
      forward(EvacuationReport.AFTER.plusSeconds(2));
      if (minute == 0) {
        scene.until("member-1 is left", () -> !scene.assigned("web").containsKey("member-1"));
        // It says Ready until it is told of the loss.
        report.silent("web", 2, EvacuationReport.AFTER, "member-1");
        scene.awaitReady("web");
      }
      speaks("member-1");
      forward(Duration.ofSeconds(40));
    }
    witness();
    moved(2);
    assertEquals(1, chain.decisions("web", decided), "decisions in twenty minutes");
    kept(5);
    forward(Duration.ofMinutes(31));
    scene.until("home", () -> scene.assigned("web").equals(home));
    scene.awaitReady("web");
  }

  /** Then another one, in the middle of which the nodes of the other member fall silent. */
  @Test
  void liveDrillOverAMemberMovesWhatRunsThereAndBringsItHomeAndEndsAtALoss() {
    // The silence that ends the second one is to move nothing by itself, however long it lasts
    // here.
    Map<String, Integer> home = web("{of: Site, keep: 5, recover: Reserved}", "1h");
    DrillScene drill = new DrillScene(hub, scene, "member-1-live");
    drill.create("zone: member-1");
    scene.until("it has a verdict", () -> !drill.history().isEmpty());
    WorkloadVerdict verdict = drill.workloads().get(0);
    assertEquals(
        List.of("Passed", "web", "Survives", 8, 2, 8),
        List.of(
            drill.history().get(0).verdict(),
            verdict.name(),
            verdict.outcome(),
            verdict.before(),
            verdict.lost(),
            verdict.after()));
    assertTrue(condition("member-1", "TargetReachable", "True"));
    scene.until("nothing of it runs there", () -> standing("member-1") == 0);
    moved(2);
    kept(5);
    scene.until("the zone is in service", () -> condition("member-1", "Schedulable", "True"));
    assertEquals("Returning", drill.phase());
    forward(Duration.ofMinutes(31));
    scene.until("home", () -> scene.assigned("web").equals(home));
    scene.until("it is over", () -> drill.condition("Ready").equals("True DrillDone"));
    scene.awaitReady("web");
    kept(5);

    scene.until("all run where they are decided", () -> running.running() == 8);
    full(List.of("hub-a", "hub-b", "member-2"));
    drill.again();
    scene.until("it moves", () -> drill.phase().equals("Moving"));
    silence("member-2");
    scene.until("it is over", () -> drill.history().size() == 2);
    assertEquals("IncidentOpened", drill.history().get(0).abortedBy());
    scene.until("the zone is in service", () -> condition("member-1", "Schedulable", "True"));
    full(List.of());
    speaks("member-2");
    moved(4);
    kept(5);
    List<String> said =
        List.of(
            "DrillBegan Once",
            "DrillRun Passed Once",
            "DrillEnded Returned",
            "DrillBegan Request",
            "DrillRun Aborted Request");
    scene.until("all of it is in the chain", () -> drill.said(export).size() >= said.size());
    assertEquals(said, drill.said(export).subList(0, said.size()));
  }

  /** These zones take no pod more, and no others: those before take some again. */
  private void full(List<String> zones) {
    full.forEach(zone -> taint(zone, "null"));
    full = zones;
    full.forEach(zone -> taint(zone, "[{\"key\":\"full\",\"effect\":\"NoSchedule\"}]"));
  }

  private void taint(String zone, String taints) {
    for (String node : List.of(zone + "-1", zone + "-2")) {
      cluster(zone).nodes().withName(node).patch(MERGE, "{\"spec\":{\"taints\":" + taints + "}}");
    }
  }

  @Test
  void volumesAndWhatAsksForItWaitForAFence() {
    try (FakeVolumes volumes = FakeVolumes.on(hub)) {
      scene.create(LossesPlaneTest.DATABASE);
      scene.workload(
          "web",
          4,
          "{tolerate: [{of: Site, keep: 3, recover: Reserved}], failover: {after: 5s, unfenced:"
              + " Wait}}");
      scene.awaitReady("db");
      counted(4);
      Map<String, Integer> home = scene.assigned("db");
      int atHome = home.get("member-1");
      hang("member-1");
      forward(Duration.ofMinutes(10));
      witness();
      for (String waits : List.of("db", "web")) {
        scene.until(
            waits + " says so", () -> scene.reason(waits, "Resilient").equals("ZoneSilent"));
      }
      assertEquals(home, scene.assigned("db"));
      moved(0);
      incident("member-1", "\"Lost\"");
      for (String moves : List.of("db", "web")) {
        scene.until(moves + " left", () -> !scene.assigned(moves).containsKey("member-1"));
        report.reported(moves, Duration.ofMinutes(10), "member-1");
      }
      moved(atHome + 1);
      kept(3);
      scene.until("it is fenced by that word", () -> fenced("db").equals("Confirmed"));
      answers("member-1");
      scene.until(
          "what was moved away is gone there",
          () ->
              member("member-1")
                  .client()
                  .pods()
                  .inNamespace(namespace)
                  .list()
                  .getItems()
                  .isEmpty());
    }
  }

  /** One life, as each part of it leaves the workload standing for the next one. */
  @Test
  void membersThatAreOlderThanTheirHubServeItBesideWaysThatLeadNowhereAndAnotherHub() {
    memberThatEmulatesAnotherVersionIsNamedAndCarriesWhatThatHas();
    waysThatLeadNowhereAreToldOnTheirZonesAndNobodyElseWaits();
    twoHubsByMistakeTouchNothingOfEachOther();
  }

  /** Which says so, and drops a field of the template that its emulation has switched off. */
  private void memberThatEmulatesAnotherVersionIsNamedAndCarriesWhatThatHas() {
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: web}
        spec:
          replicas: 8
          dataClasses: [Ordinary]
          workload:
            deployment:
              template:
                spec:
                  hostnameOverride: newer
                  containers:
                  - {name: main, image: none, resources: {requests: {cpu: 500m, memory: 64Mi}}}
          resilience: {tolerate: [{of: Site, keep: 5, recover: Reserved}], failover: {after: 1h}}
        """);
    fieldIsOfTheHubAlone();
    scene.awaitReady("web");
    for (String member : MEMBERS) {
      String version = scene.zone(member).getStatus().clusterVersion();
      assertTrue(isOfMembers(version), version);
      assertTrue(
          message(member).contains("the tests of this release run on 1.36"), message(member));
      assertNull(hostname(member(member).client()), "a field that is not there");
    }
    for (String zone : OF_HUB) {
      assertNull(scene.zone(zone).getStatus().clusterVersion());
    }
    KubernetesClient there = member("member-1").client();
    there.resource(children(there).get(0)).patch(MERGE, "{\"spec\":{\"replicas\":0}}");
    scene.until("what was scaled by hand is as decided", () -> standing("member-1") == 2);
    there.resource(children(there).get(0)).delete();
    scene.until("what was deleted by hand is back", () -> standing("member-1") == 2);
    scene.awaitReady("web");
  }

  /** Whether this is what their zones say of the version of the members. */
  boolean isOfMembers(String version) {
    return version.endsWith(" as v1.33");
  }

  /** Members drop {@code hostnameOverride} of the template without a word, the hub has it. */
  void fieldIsOfTheHubAlone() {
    scene.awaitReady("web");
    assertEquals("newer", hostname(hub));
  }

  /** A zone that leads nowhere, with what is said of it. */
  private record Nowhere(String zone, String target, String reason, String whatToDo) {}

  private static Nowhere bySecret(String zone, String reason, String whatToDo) {
    return new Nowhere(
        zone, "{cluster: {kubeconfigSecretRef: {name: %s}}}".formatted(zone), reason, whatToDo);
  }

  private void waysThatLeadNowhereAreToldOnTheirZonesAndNobodyElseWaits() {
    String way = MemberEstate.kubeconfig(member("member-1"));
    hub.resource(MemberEstate.secret(namespace, "of-others", way)).create();
    estate.kubeconfig("program", way.replaceFirst("token:.*", "exec: {command: sh}"));
    estate.kubeconfig("file", way.replaceFirst("token:.*", "tokenFile: /etc/passwd"));
    estate.kubeconfig("nobody", way.replaceFirst("127\\.0\\.0\\.1:[0-9]+", "127.0.0.1:1"));
    estate.kubeconfig("rival", way);
    estate.kubeconfig("hub-again", fleet.hub().adminKubeconfig());
    List<Nowhere> ways =
        List.of(
            bySecret("absent", "SecretMissing", "create"),
            bySecret("of-others", "SecretMissing", "namespace " + account.namespace()),
            bySecret("program", "KubeconfigRefused", "exec"),
            bySecret("file", "KubeconfigRefused", "tokenFile"),
            bySecret("nobody", "ConnectionRefused", "incident to Lost"),
            bySecret("rival", "SameCluster", "member-1"),
            bySecret("hub-again", "SameCluster", "take cluster"),
            new Nowhere(
                "managed",
                "{openClusterManagement: {managedCluster: absent}}",
                "WorkNotServed",
                "install Open Cluster Management"));
    nowhere = ways.stream().map(Nowhere::zone).toList();
    ways.forEach(
        one ->
            scene.create(
                MemberEstate.zone(one.zone(), "none", "{cpu: \"8\", memory: 32Gi}")
                    .replaceFirst("target: .*", "target: " + one.target())));
    KubernetesClientException refused =
        assertThrows(
            KubernetesClientException.class,
            () ->
                scene.create(
                    MemberEstate.zone("two-ways", "none", "")
                        .replaceFirst(
                            "target: .*",
                            "target: {cluster: {kubeconfigSecretRef: {name: a}}, karmada: {cluster:"
                                + " a}}")));
    assertEquals(422, refused.getCode());
    hub.resource(scene.workload("web")).patch(MERGE, "{\"spec\":{\"replicas\":12}}");
    scene.until("the others go on", () -> standing("member-1") == 3);
    scene.awaitReady("web");
    for (Nowhere one : ways) {
      scene.until(
          one.zone() + " says " + one.reason(), () -> told(one.zone()).startsWith(one.reason()));
      assertTrue(told(one.zone()).contains(one.whatToDo()), told(one.zone()));
      assertTrue(condition(one.zone(), "Schedulable", "False"), one.zone());
    }
    assertEquals(
        Map.of("hub-a", 3, "hub-b", 3, "member-1", 3, "member-2", 3), scene.assigned("web"));
  }

  private String told(String zone) {
    var status = scene.zone(zone).getStatus();
    Condition said =
        status == null ? null : Conditions.find(status.conditions(), "TargetReachable");
    return said == null ? "" : said.getReason() + " " + said.getMessage();
  }

  /**
   * A second hub that somebody gave the same kubeconfig, with a workload of the same name in the
   * same namespace and another one beside it.
   */
  private void twoHubsByMistakeTouchNothingOfEachOther() {
    KubernetesClient there = member("member-1").client();
    Map<String, String> ours = versions(there, namespace);
    scene.until("its room is measured", () -> cpu("member-1").signum() > 0);
    BigDecimal free = cpu("member-1");
    try (EmbeddedApiServer server = EmbeddedApiServer.start(ProjectCrds.all());
        KubernetesClient second = PatientClients.of(server);
        Operator theirs = OperatorUnderTest.inSandbox(second, secondHub(second))) {
      theirs.start();
      scene.until(
          "the other namespace is served",
          () -> condition(workload(second, namespace + "-2", "api"), "Ready", "True"));
      scene.until(
          "the one that is ours is refused",
          () -> reason(workload(second, namespace, "web")).equals("AnotherHome"));
      assertEquals(ours, versions(there, namespace), "nothing of the first hub is touched");
      scene.until(
          "the first hub sees what the second one takes",
          () -> cpu("member-1").compareTo(free) < 0);

      hub.resource(scene.workload("web")).patch(MERGE, "{\"spec\":{\"replicas\":16}}");
      scene.until("the first hub goes on", () -> standing("member-1") == 4);
      scene.awaitReady("web");
      second.resource(workload(second, namespace, "web")).delete();
      scene.until("it holds nobody", () -> workload(second, namespace, "web") == null);
      assertEquals(4, standing("member-1"), "of the first hub, though it has the same name");
      hub.resource(scene.workload("web")).delete();
      scene.until("the workload of the first hub is gone", () -> scene.workload("web") == null);
      assertEquals(0, standing("member-1"));
      assertTrue(condition(workload(second, namespace + "-2", "api"), "Ready", "True"));
      second.resource(workload(second, namespace + "-2", "api")).delete();
      scene.until(
          "that of the second one goes", () -> workload(second, namespace + "-2", "api") == null);
    } finally {
      there.namespaces().withName(namespace + "-2").delete();
    }
  }

  /** A hub on an API server of its own, whose operator is alone there. */
  private OperatorOptions secondHub(KubernetesClient second) {
    for (String name : List.of("kube-system", "ops", namespace, namespace + "-2")) {
      second
          .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
          .serverSideApply();
    }
    second
        .resource(
            MemberEstate.secret("ops", "member-1", MemberEstate.kubeconfig(member("member-1"))))
        .create();
    HasMetadata provider = hub.resources(CloudProvider.class).withName("acme").get();
    provider.getMetadata().setResourceVersion(null);
    second.resource(provider).create();
    second
        .resource(
            (HasMetadata) Serialization.unmarshal(MemberEstate.zone("member-1", "member-1", "")))
        .create();
    for (String[] one : new String[][] {{namespace, "web"}, {namespace + "-2", "api"}}) {
      second
          .resource(
              (HasMetadata)
                  Serialization.unmarshal(
                      """
                      apiVersion: placement.bleu.cloud/v1alpha1
                      kind: BleuWorkload
                      metadata: {namespace: %s, name: %s}
                      spec:
                        replicas: 2
                        dataClasses: [Ordinary]
                        workload:
                          deployment:
                            template:
                              spec:
                                containers:
                                - {name: main, image: none, resources: {requests: {cpu: 500m, memory: 64Mi}}}
                      """
                          .formatted(one[0], one[1])))
          .create();
    }
    return clock.alone("ops");
  }

  private static BleuWorkload workload(KubernetesClient client, String namespace, String name) {
    return client.resources(BleuWorkload.class).inNamespace(namespace).withName(name).get();
  }

  private static boolean condition(BleuWorkload workload, String type, String status) {
    Condition condition = condition(workload, type);
    return condition != null && condition.getStatus().equals(status);
  }

  private static String reason(BleuWorkload workload) {
    Condition condition = condition(workload, "Ready");
    return condition == null ? "" : condition.getReason();
  }

  private static Condition condition(BleuWorkload workload, String type) {
    return workload.getStatus() == null
        ? null
        : Conditions.find(workload.getStatus().conditions(), type);
  }

  /** Generations of what stands in a namespace of a cluster, by uid. */
  private static Map<String, String> versions(KubernetesClient client, String namespace) {
    Map<String, String> versions = new TreeMap<>();
    Stream.of(
            client.apps().deployments().inNamespace(namespace).list().getItems(),
            client.policy().v1().podDisruptionBudget().inNamespace(namespace).list().getItems())
        .flatMap(List::stream)
        .forEach(
            one ->
                versions.put(
                    one.getKind() + one.getMetadata().getUid(),
                    one.getMetadata().getGeneration() + " " + one.getMetadata().getLabels()));
    return versions;
  }

  private BigDecimal cpu(String zone) {
    var status = scene.zone(zone).getStatus();
    return status == null || status.capacity() == null || status.capacity().get("cpu") == null
        ? BigDecimal.ZERO
        : Quantity.getAmountInBytes(new Quantity(status.capacity().get("cpu")));
  }

  final String hostname(KubernetesClient client) {
    Object name = children(client).get(0).getSpec().getTemplate().getSpec().getHostnameOverride();
    return name == null ? null : name.toString();
  }

  private List<Deployment> children(KubernetesClient client) {
    return client
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withLabel("placement.bleu.cloud/workload", "web")
        .list()
        .getItems();
  }

  private String message(String zone) {
    return Conditions.find(scene.zone(zone).getStatus().conditions(), "TargetReachable")
        .getMessage();
  }

  /** Eight replicas that run, whose pods are counted from now on. */
  private Map<String, Integer> web(String tolerate) {
    return web(tolerate, "5s");
  }

  private Map<String, Integer> web(String tolerate, String after) {
    scene.workload(
        "web",
        8,
        "{tolerate: [" + tolerate + "], failover: {after: " + after + ", returnAfter: 30m}}");
    counted(8);
    return scene.assigned("web");
  }

  /** From now on, when all of them run: which are Ready, and which are deleted. */
  private void counted(int replicas) {
    scene.awaitReady("web");
    scene.until("all run", () -> running.running() == replicas);
    running.asks(replicas);
    scene.until("all are Ready", () -> ready.begins(replicas));
  }

  /** Time passes, and the operator need not sleep to see it: the edit of an annotation wakes it. */
  private void forward(Duration by) {
    clock.forward(by);
    zone(
        hub,
        "hub-b",
        "{\"metadata\":{\"annotations\":{\"example.org/now\":\"%s\"}}}".formatted(clock.instant()));
  }

  /** What is decided from now on was decided after all that happened. */
  private void witness() {
    witness("witness");
  }

  private void witness(String name) {
    scene.workload(name, 1, "{}");
    scene.until(
        "what came last is decided",
        () -> chain.entries().stream().anyMatch(e -> e.workload().name().equals(name)));
  }

  /** Its API server takes connections and answers nothing. */
  private void hangs(String name) {
    member(name).pause();
    ready.lost(name);
  }

  private void hang(String name) {
    hangs(name);
    scene.until(name + " is silent", () -> condition(name, "Healthy", "False"));
    String gauge = "bleu_zone_unreachable{zone=\"" + name + "\"} 1.0";
    scene.until(
        "whoever watches the metrics knows which zone",
        () -> Probe.of(operator.port(), "/metrics").body().contains(gauge));
  }

  private void answers(String name) {
    member(name).recover();
    ready.back(name);
    scene.until(name + " answers", () -> condition(name, "Healthy", "True"));
  }

  /** Nothing is heard of the nodes of a zone, in the words of the controller manager. */
  private void silence(String zone) {
    SilentNodes.of(cluster(zone), nodes(zone), namespace, zone);
    // With the first of them it is degraded.
    scene.until(zone + " is silent", () -> reason(zone, "Healthy").equals("NoNodeReady"));
  }

  private void speaks(String zone) {
    // With a lease: without one, the controller manager takes them for silent once more.
    nodes(zone).resume(zone + "-1", zone + "-2");
    scene.until(zone + " is heard of", () -> condition(zone, "Healthy", "True"));
  }

  private FleetMember member(String name) {
    return fleet.members().get(MEMBERS.indexOf(name));
  }

  private KubernetesClient cluster(String zone) {
    return OF_HUB.contains(zone) ? hub : member(zone).client();
  }

  private FakeNodes nodes(String zone) {
    return OF_HUB.contains(zone) ? nodes : member(zone).nodes();
  }

  /** Replicas of the workload web that stand in a member. */
  final int standing(String name) {
    return children(member(name).client()).stream()
        .mapToInt(child -> child.getSpec().getReplicas())
        .sum();
  }

  private String fenced(String workload) {
    return scene.placement(workload).getStatus().zones().stream()
        .filter(zone -> zone.zone().equals("member-1"))
        .map(zone -> String.valueOf(zone.fenced()))
        .findFirst()
        .orElse("");
  }

  private void moved(int replicas) {
    long last = scene.ledger().getSpec().sequence();
    scene.until("all decisions are seen", () -> chain.lines().containsKey(last));
    assertEquals(replicas, chain.moved());
  }

  /**
   * Awaited, as one watch may tell later than another one what was written first; what lacked stays
   * so.
   */
  private void kept(int keep) {
    scene.until("no fewer were Ready, by all writes", () -> ready.least() >= keep);
    nothingLacked();
  }

  private void nothingLacked() {
    scene.until("none was deleted before its successor was Ready", () -> running.lacked() == 0);
  }

  /** Two an hour go home, once the zones are back for long enough. */
  private void returns(Map<String, Integer> home) {
    assertEquals(4, away(home));
    forward(Duration.ofMinutes(31));
    scene.until("the first two are home", () -> away(home) == 2);
    forward(Duration.ofMinutes(61));
    scene.until("home", () -> scene.assigned("web").equals(home));
    scene.awaitReady("web");
    nothingLacked();
  }

  private int away(Map<String, Integer> home) {
    Map<String, Integer> now = scene.assigned("web");
    return home.entrySet().stream()
        .mapToInt(e -> Math.max(0, e.getValue() - now.getOrDefault(e.getKey(), 0)))
        .sum();
  }

  private String reason(String zone, String type) {
    return Conditions.find(scene.zone(zone).getStatus().conditions(), type).getReason();
  }

  private boolean condition(String zone, String type, String status) {
    var seen = scene.zone(zone).getStatus();
    Condition condition = seen == null ? null : Conditions.find(seen.conditions(), type);
    return condition != null && condition.getStatus().equals(status);
  }

  /** Of a zone, in JSON. */
  private void incident(String zone, String state) {
    zone(
        hub,
        zone,
        "{\"metadata\":{\"annotations\":{\"placement.bleu.cloud/incident\":%s}}}".formatted(state));
  }

  private static void zone(KubernetesClient client, String name, String patch) {
    client.resources(AvailabilityZone.class).withName(name).patch(MERGE, patch);
  }
}
