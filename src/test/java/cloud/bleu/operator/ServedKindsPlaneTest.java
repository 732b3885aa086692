package cloud.bleu.operator;

import cloud.bleu.controlplane.RealControlPlane;
import org.junit.jupiter.api.Nested;

/**
 * Kinds come and go under an operator: each life leaves those that it found, on a plane that no
 * other class has, as its garbage collector takes half a minute to notice them.
 */
@RealControlPlane(own = true)
class ServedKindsPlaneTest {

  @Nested
  class Drills extends DrillKindLife {}

  @Nested
  class Gates extends GateKindLife {}

  @Nested
  class Reports extends OpenReportsLife {}
}
