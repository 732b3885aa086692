package cloud.bleu.api.v1alpha1;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a CustomResourceDefinition says about a field and no annotation of Fabric8 can. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Schema {
  /** The accepted values; of the items, if the field is a list. */
  String[] values() default {};

  /** The fields that identify an item: the list merges by them in server-side apply. */
  String[] keys() default {};

  /** True for a list of objects that is replaced as a whole. Lists of scalars are sets. */
  boolean atomic() default false;

  /**
   * True for a quantity or percentage that may be written as an integer or as a string; of the
   * values, if a map.
   */
  boolean intOrString() default false;

  /** An OpenAPI format that the API server checks, such as {@code date}. */
  String format() default "";

  /** A pattern for the items of a list or the values of a map. */
  String each() default "";
}
