package cloud.bleu.placement.constraint;

import cloud.bleu.placement.message.Message;
import java.util.List;

/**
 * A requirement that a workload states.
 *
 * @param path within its {@code spec}
 * @param figures how much it asks there, one for each entry
 */
public record StatedRequirement(String path, List<Message> figures) {

  public StatedRequirement {
    figures = List.copyOf(figures);
  }

  /** {@code placement.perZone (min 2, max 4)}. */
  public Message message() {
    return Message.of("asked.of", "path", path, "figures", figures);
  }
}
