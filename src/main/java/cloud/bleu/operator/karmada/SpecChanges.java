package cloud.bleu.operator.karmada;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;

/** Tells of objects that come, go, or ask for something else. */
final class SpecChanges<T extends HasMetadata> implements ResourceEventHandler<T> {

  private final Runnable changed;

  SpecChanges(Runnable changed) {
    this.changed = changed;
  }

  @Override
  public void onAdd(T object) {
    changed.run();
  }

  @Override
  public void onUpdate(T before, T after) {
    if (before.getMetadata().getGeneration() == null
        || !before.getMetadata().getGeneration().equals(after.getMetadata().getGeneration())) {
      changed.run();
    }
  }

  @Override
  public void onDelete(T object, boolean unknown) {
    changed.run();
  }
}
