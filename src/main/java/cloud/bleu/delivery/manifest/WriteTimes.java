package cloud.bleu.delivery.manifest;

import cloud.bleu.time.InstantText;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * When an object of a workload was written, by the managed fields that its API server notes: a
 * restart of the operator does not change them.
 */
public final class WriteTimes {

  private static final String STATUS = "status";

  private WriteTimes() {}

  /** When the operator last changed an object; null where that is not noted. */
  public static @Nullable Instant asked(HasMetadata object) {
    return latest(object, WriteTimes::isOurs);
  }

  /**
   * When the operator last changed an object, or its status last changed, whichever came later;
   * null where neither is noted.
   */
  public static @Nullable Instant progressed(HasMetadata object) {
    return latest(object, WriteTimes::isProgress);
  }

  /** The writers of an object whose times count as progress, without what they wrote. */
  public static List<ManagedFieldsEntry> noted(@Nullable List<ManagedFieldsEntry> writers) {
    return writers == null
        ? List.of()
        : writers.stream()
            .filter(WriteTimes::isProgress)
            .map(
                writer ->
                    new ManagedFieldsEntryBuilder()
                        .withManager(writer.getManager())
                        .withSubresource(writer.getSubresource())
                        .withTime(writer.getTime())
                        .build())
            .toList();
  }

  private static boolean isProgress(ManagedFieldsEntry writer) {
    return isOurs(writer) || STATUS.equals(writer.getSubresource());
  }

  private static boolean isOurs(ManagedFieldsEntry writer) {
    return Labels.MANAGER.equals(writer.getManager());
  }

  private static @Nullable Instant latest(
      HasMetadata object, Predicate<ManagedFieldsEntry> counts) {
    List<ManagedFieldsEntry> writers = object.getMetadata().getManagedFields();
    Instant last = null;
    for (ManagedFieldsEntry writer : writers == null ? List.<ManagedFieldsEntry>of() : writers) {
      Instant at = counts.test(writer) ? InstantText.parse(writer.getTime()) : null;
      last = at == null || (last != null && last.isAfter(at)) ? last : at;
    }
    return last;
  }
}
