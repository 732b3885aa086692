package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.AdmissionPolicies;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Each kind that the operator writes is refused in one namespace, all at once, while four others
 * live. Each refusal is told where it belongs, and nobody else notices.
 */
abstract class RefusalLife {

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
  private static final int OTHERS = 4;

  private static final String PLAIN =
      """
      workload:
          deployment: {template: {spec: {containers: [{name: main, image: none, resources: {requests: {cpu: 50m, memory: 16Mi}}}]}}}
      """
          .strip();

  /**
   * What is refused.
   *
   * @param resource plural, with its subresource
   * @param spec of the workload, without replicas
   * @param reason of its condition Available or Placed that says so; null: it is Ready all the same
   * @param metric a pattern of the sample that says so
   * @param event its reason; null when none is to be seen
   */
  private record Case(
      String resource,
      String spec,
      @Nullable String reason,
      String metric,
      @Nullable String event) {
    String namespace() {
      return "refuses-" + resource.replace('/', '-');
    }

    /** A status that is not written says nothing. */
    boolean isSilent() {
      return resource.equals("bleuworkloads/status");
    }
  }

  private static String refused(String write, int objects) {
    return "bleu_writes_refused\\{write=\"%s\"} %d(\\.0)?".formatted(write, objects);
  }

  private static final List<Case> CASES =
      List.of(
          new Case(
              "workloadplacements",
              PLAIN,
              "PlacementNotWritten",
              refused("Placement", 1),
              "PlacementNotWritten"),
          new Case("placementgates", PLAIN, "GateNotWritten", refused("Gate", 1), "GateNotWritten"),
          new Case(
              "deployments", PLAIN, "TemplateRejected", refused("Child", 4), "DeliveryRefused"),
          new Case(
              "statefulsets",
              PLAIN.replace("deployment: {", "statefulSet: {serviceName: web, "),
              "TemplateRejected",
              refused("Child", 4),
              "DeliveryRefused"),
          new Case(
              "poddisruptionbudgets",
              PLAIN,
              "DeliveryRefused",
              refused("Child", 4),
              "DeliveryRefused"),
          new Case(
              "networkpolicies",
              PLAIN + "\n  residency: {egress: []}",
              "DeliveryRefused",
              refused("Child", 4),
              "DeliveryRefused"),
          new Case(
              "events", PLAIN, null, "bleu_events_dropped_total\\{why=\"failed\"} [1-9].*", null),
          new Case("reports", PLAIN, null, refused("Report", 1), "ReportNotWritten"),
          new Case("bleuworkloads/status", PLAIN, null, refused("Status", 2), "StatusNotWritten"),
          new Case(
              "workloadplacements/status", PLAIN, null, refused("Status", 2), "StatusNotWritten"),
          new Case(
              "bleuworkloads",
              "workload: {deploymentRef: {name: legacy, scaleDown: OnSuccess}}",
              "FinalizerNotWritten",
              refused("Finalizer", 1),
              "FinalizerNotWritten"));

  private final PlacementLists lists = new PlacementLists();
  private KubernetesClient client;
  private OperatorUnderTest.Running operator;
  private Scene scene;

  @BeforeEach
  void start(KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    this.client = client;
    OpenReportsLife.crd(client);
    scene = new Scene(client, nodes);
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    KubernetesClient own = lists.client(account.config());
    operator =
        new OperatorUnderTest.Running(
            OperatorUnderTest.of(own, OperatorOptions.alone().withPort(0), () -> {}), own);
    operator.operator().start();
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  @Test
  void eachKindIsRefusedInOneNamespaceWhileOthersLive(ControlPlane plane) {
    // In force before there is a namespace: what is written before that is refused never, such as
    // the Report of a namespace in which nothing runs yet.
    List<Denial> denials = new ArrayList<>();
    for (Case one : CASES) {
      denials.add(Denial.of(client, one.namespace(), one.resource()));
    }
    AdmissionPolicies.taken(client);
    for (Case one : CASES) {
      namespace(one.namespace());
    }
    others().forEach(this::namespace);
    // A zone has a status after the first pass, and before that pass the ledger is read whole.
    scene.until("the first pass is over", () -> scene.zone("fr-a").getStatus() != null);
    int listed = lists.count();

    for (Case one : CASES) {
      workload(one.namespace(), one.spec());
    }
    others().forEach(namespace -> workload(namespace, PLAIN));
    for (String namespace : others()) {
      scene.until(namespace + " is Ready", () -> isReady(namespace, 2));
    }
    for (Case one : CASES) {
      scene.until(one.namespace() + " says so", () -> isTold(one));
    }
    // Edits, and the loss of a zone, elsewhere.
    others()
        .forEach(
            namespace ->
                client
                    .resources(BleuWorkload.class)
                    .inNamespace(namespace)
                    .withName("web")
                    .scale(3));
    client
        .resources(AvailabilityZone.class)
        .withName("fr-a")
        .patch(
            MERGE, "{\"metadata\":{\"annotations\":{\"placement.bleu.cloud/incident\":\"Lost\"}}}");
    for (String namespace : others()) {
      scene.until(
          namespace + " is out of the lost zone and Ready",
          () -> isReady(namespace, 3) && nodesOf(namespace).noneMatch(n -> n.startsWith("fr-a")));
    }
    assertEquals(listed, lists.count(), "nothing is listed for a refusal");
    assertEquals(200, Probe.of(operator.operator().port(), "/livez").code());

    denials.forEach(denial -> denial.end(client));
    for (Case one : CASES) {
      scene.until(one.namespace() + " is Ready", () -> isReady(one.namespace(), 2));
    }
    scene.until(
        "nothing is refused",
        () ->
            metrics()
                .filter(l -> l.startsWith("bleu_writes_refused"))
                .allMatch(l -> l.matches(".*} 0(\\.0)?")));
  }

  private Stream<String> metrics() {
    return Probe.of(operator.operator().port(), "/metrics").body().lines();
  }

  private static List<String> others() {
    return IntStream.rangeClosed(1, OTHERS).mapToObj(i -> "lives-" + i).toList();
  }

  private void namespace(String name) {
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("placement.bleu.cloud/governed", "Audit")
                .endMetadata()
                .build())
        .create();
    if (name.endsWith("refuses-bleuworkloads")) {
      client.resource(LegacyDeployment.of(name)).create();
    }
  }

  private void workload(String namespace, String spec) {
    HasMetadata workload =
        Serialization.unmarshal(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: BleuWorkload
            metadata: {name: web}
            spec:
              replicas: 2
              dataClasses: [Ordinary]
              %s
            """
                .formatted(spec));
    client.resource(workload).inNamespace(namespace).create();
  }

  private boolean isTold(Case one) {
    String namespace = one.namespace();
    boolean condition;
    if (one.isSilent()) {
      condition = nodesOf(namespace).count() == 2;
    } else if (one.reason() == null) {
      condition = isReady(namespace, 2);
    } else {
      condition =
          List.of("Placed", "Available").stream()
              .map(type -> condition(namespace, type))
              .anyMatch(
                  c ->
                      c != null
                          && c.getStatus().equals("False")
                          && c.getReason().equals(one.reason())
                          && c.getMessage()
                              .contains("ValidatingAdmissionPolicy " + namespace + "-"));
    }
    return condition
        && metrics().anyMatch(l -> l.matches(one.metric()))
        && (one.event() == null || Denial.isTold(client, namespace, one.event()));
  }

  private boolean isReady(String namespace, int replicas) {
    Condition ready = condition(namespace, "Ready");
    return ready != null
        && ready.getStatus().equals("True")
        && workload(namespace).getMetadata().getGeneration().equals(ready.getObservedGeneration())
        && workload(namespace).getStatus().readyReplicas() == replicas;
  }

  private @Nullable Condition condition(String namespace, String type) {
    BleuWorkload workload = workload(namespace);
    return workload.getStatus() == null
        ? null
        : Conditions.find(workload.getStatus().conditions(), type);
  }

  private BleuWorkload workload(String namespace) {
    return client.resources(BleuWorkload.class).inNamespace(namespace).withName("web").get();
  }

  private Stream<String> nodesOf(String namespace) {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabel("placement.bleu.cloud/workload", "web")
        .list()
        .getItems()
        .stream()
        .filter(p -> p.getMetadata().getDeletionTimestamp() == null)
        .map((Pod p) -> p.getSpec().getNodeName())
        .filter(n -> n != null);
  }
}
