package cloud.bleu.placement.evacuation;

import cloud.bleu.placement.model.Contingency;
import org.jspecify.annotations.Nullable;

/** How values are read that no plan of the operator has. */
public interface ValueCheck {

  /**
   * Takes numbers as they are. What is no event, or has no name, is an {@link
   * IllegalArgumentException}.
   */
  ValueCheck AS_WRITTEN =
      new ValueCheck() {
        @Override
        public int count(@Nullable Integer replicas, String path) {
          return replicas == null ? 0 : replicas;
        }

        @Override
        public Contingency.Event event(String text, String path) {
          return Contingency.Event.of(text);
        }

        @Override
        public void missing(String path) {
          throw new IllegalArgumentException(path + " is missing");
        }
      };

  /** A number of replicas; one that is absent is none. */
  int count(@Nullable Integer replicas, String path);

  /** An event by its text; null: the loss is passed over. */
  Contingency.@Nullable Event event(String text, String path);

  /** Told of an event or of a name that is absent; the item that is to have it is passed over. */
  void missing(String path);
}
