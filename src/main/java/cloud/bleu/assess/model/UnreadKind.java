package cloud.bleu.assess.model;

import org.jspecify.annotations.Nullable;

/**
 * A kind of a cluster that was not read.
 *
 * @param resource as RBAC and kubectl name it: {@code deployments.apps}
 * @param where {@code namespace shop}, {@code all namespaces} or {@code the cluster}
 * @param reason why
 * @param isNeeded whether an answer without it is an answer without a part of what was asked for
 * @param check what to type to see whether the right is there; null where no right is missing
 */
public record UnreadKind(
    String resource, String where, Reason reason, boolean isNeeded, @Nullable String check) {

  /** Why a kind was not read. */
  public enum Reason {
    /** This user may not list it. */
    Forbidden("this user may not list them"),
    /** The API server has no such kind. */
    NotServed("the API server does not serve them"),
    /** The API server failed, whatever it was asked. */
    Failed("the API server answered with an error");

    private final String says;

    Reason(String says) {
      this.says = says;
    }
  }

  /** {@code configmaps in namespace shop: this user may not list them}. */
  public String says() {
    return resource + " in " + where + ": " + reason.says;
  }

  /** {@link #says}, and what to do. */
  @Override
  public String toString() {
    return switch (reason) {
      case Forbidden -> says() + "; ask for the right, `" + check + "` says yes once it is there";
      case NotServed -> says() + "; give them with -f if there are any";
      case Failed -> says() + "; try again";
    };
  }
}
