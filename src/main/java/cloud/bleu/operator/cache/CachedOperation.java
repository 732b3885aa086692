package cloud.bleu.operator.cache;

import io.fabric8.kubernetes.api.model.DefaultKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Client;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.dsl.internal.HasMetadataOperationsImpl;
import io.fabric8.kubernetes.client.dsl.internal.OperationContext;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;

/**
 * Requests for objects of a kind that is cached as a whole. An informer of all of them is that
 * cache; every other request goes to the API server.
 *
 * @param <T> the kind
 */
final class CachedOperation<T extends HasMetadata>
    extends HasMetadataOperationsImpl<T, DefaultKubernetesResourceList<T>> {

  private final SharedIndexInformer<T> cache;

  private CachedOperation(
      OperationContext context,
      ResourceDefinitionContext rdc,
      Class<T> type,
      Class<DefaultKubernetesResourceList<T>> listType,
      SharedIndexInformer<T> cache) {
    super(context, rdc, type, listType);
    this.cache = cache;
  }

  @SuppressWarnings("unchecked")
  static <T extends HasMetadata> CachedOperation<T> of(
      Client client, Class<T> type, SharedIndexInformer<T> cache) {
    return new CachedOperation<>(
        defaultContext(client),
        ResourceDefinitionContext.fromResourceType(type),
        type,
        (Class<DefaultKubernetesResourceList<T>>) (Class<?>) DefaultKubernetesResourceList.class,
        cache);
  }

  @Override
  public CachedOperation<T> newInstance(OperationContext context) {
    return new CachedOperation<>(context, rdc, getType(), listType, cache);
  }

  /**
   * The cache, which has its own period.
   *
   * @throws IllegalStateException when not all objects of the kind are asked for
   */
  @Override
  public SharedIndexInformer<T> runnableInformer(long resync) {
    OperationContext asked = getOperationContext();
    boolean isOfSome =
        asked.getName() != null
            || asked.getNamespace() != null
            || asked.getLabelQueryParam() != null
            || asked.getFieldQueryParam() != null;
    if (isOfSome) {
      throw new IllegalStateException("the cache has all " + rdc.getPlural() + ", not some");
    }
    return new CacheView<>(cache);
  }
}
