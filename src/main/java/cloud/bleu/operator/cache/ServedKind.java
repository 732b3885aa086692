package cloud.bleu.operator.cache;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionStatus;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether the cluster has a kind that others define, and in which version: told when it comes and
 * when it goes, at any time.
 */
public final class ServedKind implements AutoCloseable {

  private final KindWatch<CustomResourceDefinition> crd;
  private final Predicate<String> versions;
  private final Consumer<@Nullable String> there;

  /**
   * @param name of the CRD
   * @param versions that will do
   * @param without what does not happen when this account may not look, and what grants the right,
   *     for people; null: somebody else tells
   * @param there told a version once it is served, null once none is any more; may be told the same
   *     twice
   */
  public ServedKind(
      KubernetesClient client,
      String name,
      Predicate<String> versions,
      @Nullable String without,
      Consumer<@Nullable String> there) {
    this(client, name, versions, without, null, there);
  }

  /**
   * @param remedy what to do where this account has no right to know
   */
  ServedKind(
      KubernetesClient client,
      String name,
      Predicate<String> versions,
      @Nullable String without,
      @Nullable String remedy,
      Consumer<@Nullable String> there) {
    this.versions = versions;
    this.there = there;
    String what = "the CustomResourceDefinition " + name;
    crd =
        new KindWatch<>(
            without == null ? WatchSubject.unsaid(what) : WatchSubject.of(what, without, remedy),
            client.apiextensions().v1().customResourceDefinitions().withName(name));
  }

  /**
   * Starts to watch, and does not wait.
   *
   * @return completes when what there is has been told, or this account may not know it
   */
  public CompletableFuture<Void> start() {
    crd.start((object, gone) -> there.accept(gone ? null : served(object)));
    return crd.known();
  }

  /** The version to ask for; null while there is none. One that was just made has no conditions. */
  private @Nullable String served(CustomResourceDefinition crd) {
    CustomResourceDefinitionStatus status = crd.getStatus();
    boolean established =
        crd.getMetadata().getDeletionTimestamp() == null
            && status != null
            && status.getConditions() != null
            && status.getConditions().stream()
                .anyMatch(c -> "Established".equals(c.getType()) && "True".equals(c.getStatus()));
    return established
        ? crd.getSpec().getVersions().stream()
            .filter(v -> Boolean.TRUE.equals(v.getServed()))
            .map(CustomResourceDefinitionVersion::getName)
            .filter(versions)
            .findFirst()
            .orElse(null)
        : null;
  }

  @Override
  public void close() {
    crd.close();
  }
}
