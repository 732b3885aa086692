package cloud.bleu.operator;

import cloud.bleu.delivery.karmada.ResourceBinding;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.sandbox.Fleet;
import cloud.bleu.sandbox.FleetMember;
import cloud.bleu.sandbox.KarmadaPlane;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** What a user of Karmada writes, and what is seen of it: in bindings, members and statuses. */
final class CarriedScene {

  /** Of the nodes of this life: a scheduler may still know some that are gone. */
  static final String NODES = "carried";

  /** {@code failover.after} of what is tolerant. */
  static final Duration AFTER = Duration.ofSeconds(1);

  /** It tolerates the loss of a site, and waits for nothing. */
  static final String TOLERANT =
      "resilience: {tolerate: [{of: Site, keep: 1, recover: Reserved}], failover: {after: 1s, returnAfter: 1s}}";

  private static final String ID = "resourcebinding.karmada.io/permanent-id";

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final KubernetesClient hub;
  private final Fleet fleet;
  private final String namespace;
  private final Scene scene;

  CarriedScene(KubernetesClient hub, Fleet fleet, String namespace, Scene scene) {
    this.hub = hub;
    this.fleet = fleet;
    this.namespace = namespace;
    this.scene = scene;
  }

  /** The first one is 1. */
  FleetMember member(int number) {
    return fleet.members().get(number - 1);
  }

  /**
   * A Deployment, the ConfigMap of its name that its template names, and a policy that asks for a
   * scheduler and takes along what the template names.
   */
  void propagated(String name, int replicas, String scheduler) {
    scene.create(
        "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}, data: {it: begun}}"
            .formatted(name));
    scene.create(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %s}
        spec:
          replicas: %d
          selector: {matchLabels: {app: %s}}
          template:
            metadata: {labels: {app: %s}}
            spec:
              nodeSelector: {%s: "yes"}
              initContainers:
              - {name: init, image: none, resources: {requests: {cpu: 600m}}}
              containers:
              - name: main
                image: none
                envFrom: [{configMapRef: {name: %s}}]
                resources: {requests: {cpu: 500m, memory: 64Mi}}
        """
            .formatted(name, replicas, name, name, NODES, name));
    policy(name, scheduler);
  }

  /**
   * As much of a database: two replicas with a volume each, of which the loss of a site is told.
   */
  void database() {
    scene.create(
        """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: db}
        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
        """);
    scene.create(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: db}
        spec:
          selector: {matchLabels: {app: db}}
          template:
            metadata: {labels: {app: db}}
            spec:
              nodeSelector: {%s: "yes"}
              volumes: [{name: data, persistentVolumeClaim: {claimName: db}}]
              containers:
              - name: main
                image: none
                resources: {requests: {cpu: 100m, memory: 64Mi}}
                volumeMounts: [{name: data, mountPath: /data}]
        """
            .formatted(NODES));
    policy("db", "bleu");
    workload(
        "db",
        2,
        "resilience: {replication: {minDistanceKm: 0}, tolerate: [{of: Site, keep: 1, recover: Reserved, replication: Asynchronous}], failover: {after: 1s}}");
    String id = identified("db-persistentvolumeclaim");
    // A label alone has Karmada look at a binding no more: what is changed in the claim does.
    hub.persistentVolumeClaims()
        .inNamespace(namespace)
        .withName("db")
        .patch(MERGE, "{\"metadata\":{\"labels\":{\"of\":\"db\"}}}");
    scene.until("the Works of the claim are of its binding", () -> works(id) == 2);
  }

  private int works(String id) {
    return hub.genericKubernetesResources("work.karmada.io/v1alpha1", "Work")
        .inAnyNamespace()
        .withLabel(ID, id)
        .list()
        .getItems()
        .size();
  }

  private void policy(String name, String scheduler) {
    // Without the webhook of Karmada nobody else gives a policy its id.
    scene.create(
        """
        apiVersion: policy.karmada.io/v1alpha1
        kind: PropagationPolicy
        metadata:
          name: %s
          labels: {propagationpolicy.karmada.io/permanent-id: %s}
        spec:
          schedulerName: %s
          propagateDeps: true
          resourceSelectors: [{apiVersion: apps/v1, kind: Deployment, name: %s}]
          placement: {clusterAffinity: {clusterNames: [member-1, member-2]}}
        """
            .formatted(name, UUID.randomUUID(), scheduler, name));
    identified(name + "-deployment");
  }

  /**
   * Awaits a binding and gives it an id, as the webhook would: by the id of nobody Karmada takes
   * the Works of all of them for those of each.
   *
   * @return the id, which Works have once Karmada looks at the binding again
   */
  String identified(String binding) {
    String id = UUID.randomUUID().toString();
    var one =
        hub.genericKubernetesResources(ResourceBinding.KIND)
            .inNamespace(namespace)
            .withName(binding);
    scene.until("the binding " + binding + " is there", () -> one.get() != null);
    one.patch(MERGE, "{\"metadata\":{\"labels\":{\"%s\":\"%s\"}}}".formatted(ID, id));
    return id;
  }

  /** A workload whose Deployment Karmada carries out, and that is {@link #TOLERANT}. */
  void workload(String name, int replicas) {
    workload(name, replicas, TOLERANT);
  }

  void workload(String name, int replicas, String asks) {
    workload("Deployment", name, replicas, asks);
  }

  /** The same of a StatefulSet, which the schema refuses. */
  void statefulSet(String name) {
    workload("StatefulSet", name, 2, TOLERANT);
  }

  private void workload(String kind, String name, int replicas, String asks) {
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: %s}
        spec:
          replicas: %d
          dataClasses: [Ordinary]
          workload: {karmada: {bindingOf: {kind: %s, name: %s}}}
          %s
        """
            .formatted(name, replicas, kind, name, asks));
  }

  void replicas(int number) {
    hub.resource(scene.workload("api"))
        .patch(MERGE, "{\"spec\":{\"replicas\":%d}}".formatted(number));
  }

  /** Has {@code api} be promised that so many are left of it, whichever site is lost. */
  void keeps(int number) {
    hub.resource(scene.workload("api"))
        .patch(
            MERGE,
            "{\"spec\":{\"resilience\":{\"tolerate\":[{\"of\":\"Site\",\"keep\":%d,\"recover\":\"Reserved\"}]}}}"
                .formatted(number));
  }

  /** Watches the pods of {@code api}, of which so many run. */
  ClusterLoss watched(int replicas) {
    Map<String, KubernetesClient> members = new TreeMap<>();
    fleet.members().forEach(one -> members.put(one.name(), one.client()));
    return new ClusterLoss(scene, hub, namespace, "app", "api", members).begins(replicas);
  }

  void newTemplate() {
    hub.apps()
        .deployments()
        .inNamespace(namespace)
        .withName("api")
        .patch(
            PatchContext.of(PatchType.STRATEGIC_MERGE),
            "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"main\",\"image\":\"newer\"}]}}}}");
  }

  /** Has the ConfigMap of {@code api} say something. */
  void setting(String said) {
    hub.configMaps()
        .inNamespace(namespace)
        .withName("api")
        .patch(MERGE, "{\"data\":{\"it\":\"%s\"}}".formatted(said));
  }

  /** What the policy of {@code api} says of failover, of Karmada's own. */
  void failover(String json) {
    hub.genericKubernetesResources("policy.karmada.io/v1alpha1", "PropagationPolicy")
        .inNamespace(namespace)
        .withName("api")
        .patch(MERGE, "{\"spec\":{\"failover\":%s}}".formatted(json));
  }

  /** What Karmada has of the version of a member, while it does not ask that itself. */
  void version(int member, String version) {
    hub.genericKubernetesResources("cluster.karmada.io/v1alpha1", "Cluster")
        .withName(member(member).name())
        .subresource("status")
        .patch(MERGE, "{\"status\":{\"kubernetesVersion\":\"%s\"}}".formatted(version));
  }

  void incident(String zone, String value) {
    hub.resource(scene.zone(zone))
        .patch(
            MERGE,
            "{\"metadata\":{\"annotations\":{\"placement.bleu.cloud/incident\":%s}}}"
                .formatted(value));
  }

  GenericKubernetesResource binding(String name) {
    return hub.genericKubernetesResources(ResourceBinding.KIND)
        .inNamespace(namespace)
        .withName(name + "-deployment")
        .get();
  }

  /** Whether the operator has a field in it, of its status too. */
  boolean isOurs(String name) {
    return binding(name).getMetadata().getManagedFields().stream()
        .anyMatch(fields -> fields.getManager().equals(Labels.MANAGER));
  }

  /** Whether it is said that the newest binding is scheduled. */
  boolean isConfirmed(String name) {
    GenericKubernetesResource binding = binding(name);
    Number seen = binding.get("status", "schedulerObservedGeneration");
    return seen != null && binding.getMetadata().getGeneration().equals(seen.longValue());
  }

  /** What the binding asks of clusters. */
  Map<String, Integer> clusters(String name) {
    Map<String, Integer> clusters = new TreeMap<>();
    if (binding(name) != null && binding(name).get("spec", "clusters") instanceof List<?> list) {
      for (Object one : list) {
        Map<?, ?> entry = (Map<?, ?>) one;
        clusters.put((String) entry.get("name"), (Integer) entry.get("replicas"));
      }
    }
    return clusters;
  }

  /** Whether a member would let Karmada change a Deployment now. */
  boolean mayKarmadaWrite(int member) {
    return member(member)
        .client()
        .authorization()
        .v1()
        .subjectAccessReview()
        .create(
            new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser("system:serviceaccount:kube-system:karmada")
                .withNewResourceAttributes()
                .withGroup("apps")
                .withResource("deployments")
                .withVerb("update")
                .withNamespace(namespace)
                .endResourceAttributes()
                .endSpec()
                .build())
        .getStatus()
        .getAllowed();
  }

  Deployment in(int member, String name) {
    return member(member).client().apps().deployments().inNamespace(namespace).withName(name).get();
  }

  int ready(int member) {
    Deployment one = in(member, "api");
    Integer ready =
        one == null || one.getStatus() == null ? null : one.getStatus().getReadyReplicas();
    return ready == null ? 0 : ready;
  }

  String image(int member) {
    return in(member, "api").getSpec().getTemplate().getSpec().getContainers().get(0).getImage();
  }

  /** What the ConfigMap of {@code api} says in a member; empty where it is not there. */
  String settingIn(int member) {
    ConfigMap one =
        member(member).client().configMaps().inNamespace(namespace).withName("api").get();
    return one == null ? "" : one.getData().get("it");
  }

  boolean hasClaim(int member) {
    return member(member)
            .client()
            .persistentVolumeClaims()
            .inNamespace(namespace)
            .withName("db")
            .get()
        != null;
  }

  /** How Karmada has each of the members. */
  List<String> joined() {
    return fleet.members().stream()
        .map(
            one ->
                hub.genericKubernetesResources("cluster.karmada.io/v1alpha1", "Cluster")
                    .withName(one.name())
                    .get()
                    .<String>get("spec", "syncMode"))
        .toList();
  }

  /** The names of the Secrets where Karmada keeps those of clusters. */
  List<String> credentials() {
    return hub.secrets().inNamespace(KarmadaPlane.CLUSTERS).list().getItems().stream()
        .map(one -> one.getMetadata().getName())
        .toList();
  }

  String reach(String zone) {
    var status = scene.zone(zone).getStatus();
    Condition condition =
        status == null ? null : Conditions.find(status.conditions(), "TargetReachable");
    return condition == null ? "" : condition.getStatus() + " " + condition.getReason();
  }

  void awaitReach(String zone, String wanted) {
    scene.until(zone + " is " + wanted, () -> reach(zone).equals(wanted));
  }
}
