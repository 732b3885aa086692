package cloud.bleu.operator.karmada;

import cloud.bleu.delivery.cluster.ClusterKinds;
import cloud.bleu.delivery.karmada.ResourceBinding;
import cloud.bleu.operator.cache.KindWatch;
import cloud.bleu.operator.cache.ServedCaches;
import cloud.bleu.operator.cache.WatchSubject;
import cloud.bleu.operator.member.EngineVersions;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What Karmada's API server has, kept up to date by watches that are never given up. */
final class KarmadaCaches implements ServedCaches.Followed {

  /** Where Karmada runs, unless it was told otherwise. */
  static final String NAMESPACE = "karmada-system";

  /** The lease by which the controller manager of Karmada is elected, and so shows its life. */
  static final String LEASE = "karmada-controller-manager";

  private final KindWatch<GenericKubernetesResource> bindings;
  private final KindWatch<GenericKubernetesResource> clusters;
  private final KindWatch<Lease> leases;
  private final Consumer<String> binding;
  private final Runnable others;

  /**
   * @param binding told of each that comes, changes or goes, by its subject
   * @param others told that a cluster or the lease is another
   */
  KarmadaCaches(KubernetesClient client, Consumer<String> binding, Runnable others) {
    this.binding = binding;
    this.others = others;
    bindings =
        new KindWatch<>(
                WatchSubject.of("resourcebindings.work.karmada.io"),
                client.genericKubernetesResources(ResourceBinding.KIND).inAnyNamespace())
            .keptIn(new PrunedStore(PrunedStore::binding))
            .indexed(one -> List.of(ResourceBinding.subject(one)));
    clusters =
        new KindWatch<>(
                WatchSubject.of("clusters.cluster.karmada.io"),
                client.genericKubernetesResources(ClusterKinds.KARMADA_CLUSTER))
            .keptIn(new PrunedStore(PrunedStore::cluster));
    leases =
        new KindWatch<>(
            WatchSubject.of("lease " + LEASE + " in " + NAMESPACE),
            client.leases().inNamespace(NAMESPACE).withName(LEASE));
  }

  @Override
  public void start() {
    bindings.start((one, gone) -> binding.accept(ResourceBinding.subject(one)));
    clusters.start((one, gone) -> others.run());
    leases.start((one, gone) -> others.run());
  }

  /** What is not seen of it, and why if that is known; null: nothing. */
  @Nullable String unseen() {
    return KindWatch.unseen(List.of(bindings, clusters, leases));
  }

  /** Whether all bindings were listed once. */
  boolean isListed() {
    return bindings.isListed();
  }

  @Nullable GenericKubernetesResource binding(String subject) {
    List<GenericKubernetesResource> found = bindings.byIndex(subject);
    return found.isEmpty() ? null : found.get(0);
  }

  /** Every binding, those of other schedulers included. */
  List<GenericKubernetesResource> bindings() {
    return bindings.list();
  }

  /** The subjects of the bindings by which Karmada reports of one of some clusters. */
  List<String> reportingOf(Set<String> names) {
    return bindings.list().stream()
        .filter(one -> names.stream().anyMatch(new ResourceBinding(one)::isReported))
        .map(ResourceBinding::subject)
        .toList();
  }

  /** What it says of the versions of clusters. */
  EngineVersions.Seen versions() {
    // Asked first: in a list that is not whole a cluster may be missing that is there.
    boolean isWhole = unseen() == null;
    return new EngineVersions.Seen(isWhole, this::cluster);
  }

  @Nullable GenericKubernetesResource cluster(String name) {
    return clusters.get(name);
  }

  @Nullable Lease lease() {
    return leases.get(NAMESPACE + "/" + LEASE);
  }

  @Override
  public void close() {
    Stream.of(bindings, clusters, leases).forEach(KindWatch::close);
  }
}
