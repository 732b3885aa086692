package cloud.bleu.fieldeffects;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.delivery.Deliveries;
import cloud.bleu.delivery.DeliveryOrder;
import cloud.bleu.delivery.DeliveryReport;
import cloud.bleu.delivery.cluster.ClusterObjects;
import cloud.bleu.delivery.cluster.ClusterPolicies;
import cloud.bleu.delivery.cluster.ListedObjects;
import cloud.bleu.delivery.cluster.UndoneEdits;
import cloud.bleu.delivery.companion.CompanionSource;
import cloud.bleu.delivery.manifest.ClusterDns;
import cloud.bleu.delivery.node.NodeTarget;
import cloud.bleu.fieldeffects.Row.View;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.RecentMoves;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Views of what is delivered to an API server for web. */
final class Delivered {
  private static final String NAMESPACE = "shop";

  private Delivered() {}

  /** A field of the child in a zone. */
  static View child(String zone, String pointer) {
    return world ->
        on(
            (client, deliver) -> {
              deliver.accept(world);
              return children(client).stream()
                  .filter(
                      c ->
                          zone.equals(c.getMetadata().getLabels().get("placement.bleu.cloud/zone")))
                  .map(c -> Decided.text(c, pointer))
                  .findFirst()
                  .orElse("no child in " + zone);
            });
  }

  /** How many pods may be evicted at once. */
  static View maxUnavailable() {
    return world ->
        on(
            (client, deliver) -> {
              deliver.accept(world);
              return Decided.text(
                  client
                      .policy()
                      .v1()
                      .podDisruptionBudget()
                      .inNamespace(NAMESPACE)
                      .withName("web")
                      .get(),
                  "/spec/maxUnavailable");
            });
  }

  /** A field of the NetworkPolicy; empty when there is none. */
  static View networkPolicy(String pointer) {
    return world ->
        on(
            (client, deliver) -> {
              deliver.accept(world);
              return Decided.text(
                  client
                      .network()
                      .v1()
                      .networkPolicies()
                      .inNamespace(NAMESPACE)
                      .withName("web-egress")
                      .get(),
                  pointer);
            });
  }

  /** What goes along to another cluster: of which objects the names are read. */
  static View companions() {
    return world ->
        on(
            (client, deliver) -> {
              BleuWorkload web = web(world);
              CompanionSource source = new CompanionSource(client);
              return web.getSpec().workload().companions().stream()
                  .map(companion -> source.read(web, companion).problem().message())
                  .map(message -> message.substring(0, message.indexOf(" of namespace")))
                  .collect(java.util.stream.Collectors.joining("; "));
            });
  }

  /** Why something of the egress that is stated does not hold. */
  static View egressGaps() {
    return world ->
        on(
            (client, deliver) -> {
              DeliveryReport report = deliver(world, client);
              return report.egress() == null
                  ? ""
                  : report.egress().gaps().stream()
                      .map(cloud.bleu.delivery.zone.DeliveryProblem::message)
                      .collect(java.util.stream.Collectors.joining("; "));
            });
  }

  /** The replicas of a Deployment that serves as template, once the children are ready. */
  static View referenceReplicas(String name) {
    return world ->
        on(
            (client, deliver) -> {
              world.objects().deployments().forEach(d -> client.resource(d).create());
              deliver.accept(world);
              for (Deployment child :
                  client.apps().deployments().inNamespace(NAMESPACE).list().getItems()) {
                int n = child.getSpec().getReplicas();
                child.setStatus(
                    new DeploymentStatusBuilder()
                        .withReplicas(n)
                        .withUpdatedReplicas(n)
                        .withReadyReplicas(n)
                        .withAvailableReplicas(n)
                        .withObservedGeneration(child.getMetadata().getGeneration())
                        .build());
                client.resource(child).updateStatus();
              }
              deliver.accept(world);
              return Decided.text(
                  client.apps().deployments().inNamespace(NAMESPACE).withName(name).get(),
                  "/spec/replicas");
            });
  }

  private interface Question {
    String ask(KubernetesClient client, java.util.function.Consumer<World> deliver);
  }

  private static String on(Question question) {
    try (EmbeddedApiServer server = EmbeddedApiServer.start(ProjectCrds.all());
        KubernetesClient client = PatientClients.of(server)) {
      return question.ask(
          client,
          world -> {
            DeliveryReport report = deliver(world, client);
            if (!report.problems().isEmpty()) {
              throw new AssertionError(report.problems().toString());
            }
          });
    }
  }

  private static DeliveryReport deliver(World world, KubernetesClient client) {
    Map<String, Service> services = services(world);
    Supplier<ClusterObjects> objects =
        () ->
            new ListedObjects(client, NAMESPACE) {
              @Override
              public Service service(String key) {
                return services.get(key);
              }
            };
    return Deliveries.of(
            client,
            new NodeTarget(client, objects, UndoneEdits.UNTOLD),
            new ClusterPolicies(client, objects, ClusterDns.USUAL, UndoneEdits.UNTOLD))
        .deliver(order(world, client));
  }

  private static BleuWorkload web(World world) {
    return world.objects().workloads().stream()
        .filter(w -> w.getMetadata().getName().equals("web"))
        .findFirst()
        .orElseThrow();
  }

  private static DeliveryOrder order(World world, KubernetesClient client) {
    BleuWorkload web = web(world);
    WorkloadPlacement written = world.objects().placements().stream().findFirst().orElse(null);
    Map<String, Map<String, String>> selectors = new HashMap<>();
    world
        .objects()
        .zones()
        .forEach(
            z -> selectors.put(z.getMetadata().getName(), z.getSpec().target().nodeSelector()));
    var ref = web.getSpec().workload().deploymentRef();
    Deployment reference =
        ref == null
            ? null
            : client.apps().deployments().inNamespace(NAMESPACE).withName(ref.name()).get();
    if (ref != null && reference == null) {
      reference =
          world.objects().deployments().stream()
              .filter(d -> d.getMetadata().getName().equals(ref.name()))
              .findFirst()
              .orElse(null);
    }
    if (written == null) {
      return new DeliveryOrder(
          web, decided(world), selectors, Set.of(), Set.of(), Set.of(), reference);
    }
    DecisionInForce inForce =
        new DecisionInForce("uid", written.getSpec(), true, new RecentMoves(List.of()), null);
    return new DeliveryOrder(
        web,
        written.getSpec().assignments(),
        inForce::outlive,
        selectors,
        Set.of(),
        Set.of(),
        Set.of(),
        Map.of(),
        reference,
        () -> 0);
  }

  private static Map<String, Service> services(World world) {
    Map<String, Service> services = new HashMap<>();
    world
        .objects()
        .services()
        .forEach(
            s -> services.put(s.getMetadata().getNamespace() + "/" + s.getMetadata().getName(), s));
    return services;
  }

  private static List<Assignment> decided(World world) {
    return world.decision("web").assignments().stream()
        .map(a -> new Assignment(a.zone(), a.replicas(), null, null))
        .toList();
  }

  private static List<HasMetadata> children(KubernetesClient client) {
    List<HasMetadata> children = new ArrayList<>();
    children.addAll(
        client
            .apps()
            .deployments()
            .inNamespace(NAMESPACE)
            .withLabel("placement.bleu.cloud/workload", "web")
            .list()
            .getItems());
    children.addAll(
        client
            .apps()
            .statefulSets()
            .inNamespace(NAMESPACE)
            .withLabel("placement.bleu.cloud/workload", "web")
            .list()
            .getItems());
    return children;
  }
}
