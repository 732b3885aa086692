package cloud.bleu.translate.policy;

/** What the engine itself states about a pod template and about who carries it out. */
public enum TemplateStatement {
  /** A node of the zone meets the template's node selector and required node affinity. */
  NODES("template"),
  /** The zone's own node selector leaves that of the template as it is. */
  SELECTOR("template-selector"),
  /** Pods that others create are in zones of the operator's cluster. */
  CLUSTER("template-cluster"),
  /** What Karmada carries out is in its clusters, and nothing else is. */
  KARMADA("template-karmada"),
  /** Agents of a ManagedCluster bring the workload there, with what goes along. */
  AGENT("template-agent"),
  /** The template leaves the operator's labels to it. */
  LABELS("template-labels"),
  /** The template asks for no zone, region or node. */
  PLACE("template-place");

  private final String id;

  TemplateStatement(String id) {
    this.id = id;
  }

  /** The name that verdicts have it by. */
  public String id() {
    return id;
  }
}
