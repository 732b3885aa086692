package cloud.bleu.translate.object;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lists of the Kubernetes model, which may be null and hold null. */
public final class PresentItems {
  private PresentItems() {}

  /** The items that are there. */
  public static <T> List<T> skip(@Nullable List<T> items) {
    return items == null ? List.of() : items.stream().filter(Objects::nonNull).toList();
  }
}
