package cloud.bleu.operator.member;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.Objects;

/**
 * Reports objects that are created, deleted, or change their spec.
 *
 * @param <T> the kind
 */
public final class SpecChanges<T extends HasMetadata> implements ResourceEventHandler<T> {

  private final Runnable changed;

  /**
   * @param changed called for each of them; must not wait
   */
  public SpecChanges(Runnable changed) {
    this.changed = changed;
  }

  @Override
  public void onAdd(T object) {
    changed.run();
  }

  @Override
  public void onUpdate(T before, T after) {
    ObjectMeta old = before.getMetadata();
    // One that was deleted and created anew while nobody watched begins with the first generation.
    if (old.getGeneration() == null
        || !old.getGeneration().equals(after.getMetadata().getGeneration())
        || !Objects.equals(old.getUid(), after.getMetadata().getUid())) {
      changed.run();
    }
  }

  @Override
  public void onDelete(T object, boolean unknown) {
    changed.run();
  }
}
