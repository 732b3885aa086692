package cloud.bleu.controlplane;

/** The namespace of one test. */
public record TestNamespace(String name) {}
