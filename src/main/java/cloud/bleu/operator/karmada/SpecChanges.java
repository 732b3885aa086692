package cloud.bleu.operator.karmada;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;

/**
 * Tells of objects that come, go or get another spec, as of a zone that names another cluster.
 *
 * @param told of each
 */
record SpecChanges<T extends HasMetadata>(Runnable told) implements ResourceEventHandler<T> {

  @Override
  public void onAdd(T object) {
    told.run();
  }

  @Override
  public void onUpdate(T before, T after) {
    Long generation = before.getMetadata().getGeneration();
    if (generation == null || !generation.equals(after.getMetadata().getGeneration())) {
      told.run();
    }
  }

  @Override
  public void onDelete(T object, boolean unknown) {
    told.run();
  }
}
