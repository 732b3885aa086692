package cloud.bleu.status;

import io.fabric8.kubernetes.api.model.Node;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the version of a node's kubelet says of its words. */
final class KubeletVersion {

  private static final Pattern ONE = Pattern.compile("v?1\\.(\\d{1,3})\\b.*");

  /** Since Kubernetes 1.32 (kubernetes/kubernetes#127918). */
  private static final int REPEATED = 32;

  private KubeletVersion() {}

  /**
   * Whether it repeats why an image cannot be pulled while it waits for the next attempt. Assumed
   * where the node or its version is not known.
   */
  static boolean repeatsCause(@Nullable Node node) {
    if (node == null || node.getStatus() == null || node.getStatus().getNodeInfo() == null) {
      return true;
    }
    String version = node.getStatus().getNodeInfo().getKubeletVersion();
    Matcher one = ONE.matcher(version == null ? "" : version);
    return !one.matches() || Integer.parseInt(one.group(1)) >= REPEATED;
  }
}
