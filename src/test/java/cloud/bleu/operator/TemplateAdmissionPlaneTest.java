package cloud.bleu.operator;

import static cloud.bleu.operator.GovernedNamespace.MERGE;
import static org.junit.jupiter.api.Assertions.assertAll;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.AdmissionPolicies;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.sandbox.ControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** A template that contradicts the decision is refused when it is written, on the plane. */
@RealControlPlane(oneWorld = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TemplateAdmissionPlaneTest {
  private KubernetesClient client;
  private Scene scene;
  private @Nullable GovernedNamespace shop;

  @BeforeEach
  void start(
      ControlPlane plane, KubernetesClient client, TestNamespace namespace, @TempDir Path folder) {
    this.client = client;
    if (shop == null) {
      shop = new GovernedNamespace(plane, client, namespace, folder);
      scene = new Scene(client, null);
    }
  }

  @AfterEach
  void clear() {
    if (shop == null) {
      return;
    }
    client.resources(BleuWorkload.class).delete();
    shop.level("Enforce");
    scene.until("decisions are enforced", () -> !shop.lets(tolerant()));
  }

  @AfterAll
  void stop() {
    if (shop != null) {
      shop.close();
    }
  }

  private static String workload(String kind, String labels, String pod) {
    return """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: app}
        spec:
          dataClasses: [Ordinary]
          workload:
            %s: {template: {metadata: {labels: %s}, spec: {%scontainers: [{name: main, image: none}]}}}
        """
        .formatted(kind, labels, pod);
  }

  private static String tolerant() {
    return workload("deployment", "{}", "tolerations: [{operator: Exists}], ");
  }

  private static String affinity(String term) {
    return "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: ["
        + term
        + "]}}}, ";
  }

  private void attempt(String yaml) {
    shop.alice().resource((HasMetadata) Serialization.unmarshal(yaml)).dryRun().create();
  }

  private Stream<Executable> refused(String words, String labels, String pod) {
    return Stream.of("deployment", "statefulSet")
        .map(
            kind ->
                Refused.with(
                    kind + ": " + labels + " " + pod,
                    words.replace("TEMPLATE", "spec.workload." + kind + ".template"),
                    () -> attempt(workload(kind, labels, pod))));
  }

  private Stream<Executable> let(String labels, String pod) {
    return Stream.of("deployment", "statefulSet")
        .map(kind -> () -> attempt(workload(kind, labels, pod)));
  }

  private static String place(String what, String key) {
    return "the "
        + what
        + " asks for a place with "
        + key
        + ", but the placement operator chooses the zone of each replica: remove it from"
        + " TEMPLATE.spec, and say where the workload may run with spec.residency, as in"
        + " spec.residency.zones.allow";
  }

  /** No operator has written a gate here. */
  @Test
  void labelsOfDecisionsAreKeptBeforeThereIsAGate() {
    String set =
        """
        apiVersion: apps/v1
        kind: ReplicaSet
        metadata: {name: forged%s}
        spec:
          selector: {matchLabels: {app: mine}}
          template:
            metadata: {labels: {app: mine%s}}
            spec: {containers: [{name: main, image: none}]}
        """;
    String zone = ", placement.bleu.cloud/zone: fr-a";
    assertAll(
        Refused.with(
            "a ReplicaSet with the label of a zone",
            "are set by the placement operator, not by alice",
            () -> attempt(set.formatted(", labels: {a: b" + zone + "}", ""))),
        Refused.with(
            "pods that claim to be of a decision",
            "forged belongs to a decision, or has pods that claim to",
            () -> attempt(set.formatted("", zone))),
        () -> attempt(set.formatted("", "")));
  }

  @Test
  void templatesLeaveTheZoneToTheDecision() {
    String zone = "topology.kubernetes.io/zone";
    String host = "kubernetes.io/hostname";
    assertAll(
        Stream.of(
                refused(
                    "the label placement.bleu.cloud/zone is set by the placement operator, as all"
                        + " that begin with placement.bleu.cloud/: remove it from"
                        + " TEMPLATE.metadata.labels",
                    "{app: a, placement.bleu.cloud/zone: fr-a}",
                    ""),
                refused(
                    "the label placement.bleu.cloud/mine is set",
                    "{placement.bleu.cloud/mine: x}",
                    ""),
                refused(place("nodeSelector", zone), "{}", "nodeSelector: {" + zone + ": fr-b}, "),
                refused(
                    place("nodeSelector", "failure-domain.beta.kubernetes.io/region"),
                    "{}",
                    "nodeSelector: {disk: ssd, failure-domain.beta.kubernetes.io/region: fr}, "),
                refused(place("nodeSelector", host), "{}", "nodeSelector: {" + host + ": n1}, "),
                refused(
                    place("required node affinity", zone),
                    "{}",
                    affinity(
                        "{matchExpressions: [{key: disk, operator: Exists}, {key: "
                            + zone
                            + ", operator: In, values: [fr-b]}]}")),
                refused(
                    place("required node affinity", zone),
                    "{}",
                    affinity(
                        "{matchExpressions: [{key: disk, operator: Exists}]}, {matchExpressions:"
                            + " [{key: "
                            + zone
                            + ", operator: NotIn, values: [fr-b]}]}")),
                refused(
                    place("required node affinity", host),
                    "{}",
                    affinity(
                        "{matchExpressions: [{key: " + host + ", operator: In, values: [n1]}]}")),
                refused(
                    place("required node affinity", "metadata.name"),
                    "{}",
                    affinity("{matchFields: [{key: metadata.name, operator: In, values: [n1]}]}")),
                refused(
                    "nodeName passes by the scheduler, and so by the decision: remove it from"
                        + " TEMPLATE.spec",
                    "{}",
                    "nodeName: n1, "),
                refused(
                    "TEMPLATE: a toleration of everything defeats the state of a zone: remove it",
                    "{}",
                    "tolerations: [{key: gpu, operator: Exists}, {operator: Exists}], "),
                refused(
                    "a toleration of node.kubernetes.io/not-ready defeats the state of a zone",
                    "{}",
                    "tolerations: [{key: node.kubernetes.io/not-ready, operator: Exists,"
                        + " tolerationSeconds: 3601}], "),
                let("{app: a}", ""),
                let("{placement.bleu.cloudy/zone: a}", ""),
                let("{}", "nodeSelector: {disk: ssd}, nodeName: '', "),
                let("{}", "nodeSelector: {pool: a}, "),
                let(
                    "{}",
                    affinity(
                        "{matchExpressions: [{key: "
                            + zone
                            + ", operator: Exists}, {key: "
                            + host
                            + ", operator: NotIn, values: [n1]}]}")),
                let(
                    "{}",
                    "affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution:"
                        + " [{weight: 1, preference: {matchExpressions: [{key: "
                        + zone
                        + ", operator: In, values: [fr-b]}]}}]}}, "),
                let(
                    "{}",
                    "tolerations: [{key: node.kubernetes.io/not-ready, operator: Exists,"
                        + " tolerationSeconds: 60}], "))
            .flatMap(s -> s));
  }

  /**
   * Kubernetes reads null as a field that is not there. A text in place of seconds is no number of
   * seconds that ends.
   */
  @Test
  void nullIsReadAsKubernetesReadsIt() {
    String notReady = "node.kubernetes.io/not-ready";
    assertAll(
        Stream.of(
                refused(
                    "a toleration of everything defeats the state of a zone",
                    "{}",
                    "tolerations: [{key: null, operator: Exists}], "),
                refused(
                    "a toleration of " + notReady + " defeats the state of a zone",
                    "{}",
                    "tolerations: [{key: "
                        + notReady
                        + ", operator: Exists, tolerationSeconds: null}], "),
                refused(
                    "a toleration of " + notReady + " defeats the state of a zone",
                    "{}",
                    "tolerations: [{key: "
                        + notReady
                        + ", operator: Exists, tolerationSeconds: '60'}], "),
                let("{}", "tolerations: [{key: gpu, operator: null, tolerationSeconds: null}], "),
                let("{}", affinity("{matchFields: [{key: null, operator: In}]}")),
                let("{}", affinity("{matchExpressions: [{key: null, operator: In}]}")),
                refused(
                    place("required node affinity", "metadata.name"),
                    "{}",
                    affinity(
                        "{matchFields: [{key: null, operator: In}, {key: metadata.name, operator:"
                            + " In, values: [n1]}]}")))
            .flatMap(s -> s));
  }

  /** What is no template of a pod at all is rejected by the dry run, with a sentence of its own. */
  @Test
  void whatHasAnotherFormIsNotThisPolicysToRefuse() {
    assertAll(
        Stream.of(
            () -> attempt(workload("deployment", "[a]", "")),
            () -> attempt(workload("deployment", "text", "nodeSelector: text, ")),
            () -> attempt(workload("deployment", "{}", "affinity: [1], tolerations: {a: b}, ")),
            () -> attempt(workload("deployment", "{}", "nodeName: null, nodeSelector: null, ")),
            () -> attempt(workload("deployment", "{}", affinity("1, null, {matchExpressions: 2}"))),
            () ->
                attempt(
                    workload("deployment", "{}", affinity("{matchExpressions: [3, {key: 4}]}")))));
  }

  /** Outside of namespaces that enforce, only what is never right is refused. */
  @Test
  void tolerationsAreRefusedWhereDecisionsAreEnforced() {
    shop.level(null);
    scene.until("nothing is enforced", () -> shop.lets(tolerant()));
    assertAll(
        Stream.concat(
            refused("nodeName passes by", "{}", "nodeName: n1, "),
            refused("the label placement.bleu.cloud/zone", "{placement.bleu.cloud/zone: x}", "")));
  }

  /** Whoever has such a template from before can still edit the rest, and keep the template. */
  @Test
  void whatWasThereBeforeStays() {
    var bindings = client.admissionRegistration().v1().validatingAdmissionPolicyBindings();
    var binding = bindings.withName("workloads.placement.bleu.cloud").require();
    bindings.resource(binding).delete();
    AdmissionPolicies.taken(client);
    shop.create(old("deployment"));
    binding.getMetadata().setResourceVersion(null);
    bindings.resource(binding).create();
    AdmissionPolicies.taken(client);

    var app = shop.alice().resources(BleuWorkload.class).withName("app");
    assertAll(
        () -> app.patch(MERGE, "{\"spec\":{\"replicas\":3}}"),
        () -> app.scale(2),
        () ->
            app.patch(
                MERGE,
                "{\"spec\":{\"workload\":{\"deployment\":{\"progressDeadlineSeconds\":700}}}}"),
        Refused.with(
            "an edit of the template",
            "the label placement.bleu.cloud/zone is set by the placement operator",
            () ->
                app.patch(
                    MERGE,
                    "{\"spec\":{\"workload\":{\"deployment\":{\"template\":{\"spec\":"
                        + "{\"priorityClassName\":\"\"}}}}}}")),
        Refused.with(
            "the same template in another BleuWorkload",
            "the label placement.bleu.cloud/zone is set by the placement operator",
            () ->
                shop.alice()
                    .resource(
                        (HasMetadata)
                            Serialization.unmarshal(
                                old("statefulSet").replace("{name: app}", "{name: other}")))
                    .dryRun()
                    .create()));
  }

  private static String old(String kind) {
    return workload(
        kind,
        "{placement.bleu.cloud/zone: fr-b}",
        "nodeSelector: {topology.kubernetes.io/zone: fr-b}, tolerations: [{operator: Exists}], ");
  }
}
