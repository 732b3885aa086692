package cloud.bleu.cli.input;

import cloud.bleu.cli.terminal.BadInputException;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** The answer needs objects of a whole cluster that this user may not list. */
public final class MissingRights extends BadInputException {
  private static final long serialVersionUID = 1L;

  /** A ClusterRole of the chart, of the same name in every release. */
  static final String ROLE = "bleu-reader";

  private final transient SortedSet<String> refused;

  /**
   * @param refused resources, as RBAC names them
   */
  MissingRights(SortedSet<String> refused) {
    super(
        "this user may not list "
            + String.join(", ", refused)
            + " in the whole cluster, and the answer needs them; "
            + ask());
    this.refused = Collections.unmodifiableSortedSet(new TreeSet<>(refused));
  }

  /** What to ask for to see the whole cluster. */
  public static String ask() {
    return "ask for a ClusterRoleBinding to the ClusterRole "
        + ROLE
        + " of the chart, which has these rights, or give manifests with -f";
  }

  /** Resources, as RBAC names them. */
  public SortedSet<String> refused() {
    return refused;
  }
}
