package cloud.bleu.api.v1alpha1;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A status that says by conditions how the generation that it names was found. */
public interface ConditionedStatus extends ObjectPart {

  /** The generation of the spec that was looked at; null or -1 before the first look. */
  @Nullable Long observedGeneration();

  /** In a stable order, one of a type. */
  List<Condition> conditions();
}
