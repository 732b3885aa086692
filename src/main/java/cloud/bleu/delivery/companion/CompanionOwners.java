package cloud.bleu.delivery.companion;

import cloud.bleu.delivery.manifest.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * To whom a copy belongs: to the hub by {@link Labels#HOME}, and to each workload of its namespace
 * that names it, by a label for each. So a copy is removed with the last of them.
 */
public final class CompanionOwners {

  /** Begins the key of a label; the name of the workload is the rest, its uid the value. */
  static final String DOMAIN = "companion-of.placement.bleu.cloud/";

  private CompanionOwners() {}

  /** The key of the label of a workload. */
  public static String key(String workload) {
    return DOMAIN + workload;
  }

  /** The names of the workloads that a copy goes along with. */
  public static TreeSet<String> of(HasMetadata copy) {
    TreeSet<String> workloads = new TreeSet<>();
    labels(copy)
        .forEach(
            (key, uid) -> {
              if (key.startsWith(DOMAIN)) {
                workloads.add(key.substring(DOMAIN.length()));
              }
            });
    return workloads;
  }

  /** The uid of the hub that an object is of, null: it is somebody else's. */
  static @Nullable String home(HasMetadata object) {
    return labels(object).get(Labels.HOME);
  }

  /**
   * Makes a copy that is to be written one of a workload, beside those that have it already.
   *
   * @param live what stands there, null: nothing
   */
  static void claim(
      HasMetadata copy, HasMetadata workload, String home, @Nullable HasMetadata live) {
    Map<String, String> labels = new TreeMap<>(labels(copy));
    if (live != null) {
      labels(live)
          .forEach(
              (key, uid) -> {
                if (key.startsWith(DOMAIN)) {
                  labels.put(key, uid);
                }
              });
    }
    labels.put(Labels.HOME, home);
    labels.put(key(workload.getMetadata().getName()), workload.getMetadata().getUid());
    copy.getMetadata().setLabels(labels);
  }

  private static Map<String, String> labels(HasMetadata object) {
    Map<String, String> labels = object.getMetadata().getLabels();
    return labels == null ? Map.of() : labels;
  }
}
