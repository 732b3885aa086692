package cloud.bleu.placement.model;

import java.util.regex.Pattern;

/**
 * What an object of Kubernetes may be called. What has no name is named for people by the path of
 * its field, and a path is no such name.
 */
public final class ObjectName {

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");

  private ObjectName() {}

  /** Whether an object may have this name. */
  public static boolean isOne(String text) {
    return NAME.matcher(text).matches();
  }
}
