package io.brainy.engine.vector;

import io.brainy.model.log.CollectionSettings.Similarity;
import org.apache.lucene.index.VectorSimilarityFunction;

/// How vectors of a collection are stored and compared.
///
/// Under cosine they are stored at unit length, so that a dot product ranks them. Whoever stores
/// them keeps the given components beside where these differ.
public record VectorSpace(Similarity similarity) {

    /// A vector this near to unit length is taken as it is: models give them so, and the error in
    /// the ranking is far below that of floats. Scores divide by the true length anyway.
    private static final double UNIT_TOLERANCE = 1e-5;

    /// What the index compares.
    public VectorSimilarityFunction function() {
        return switch (similarity) {
            case COSINE -> VectorSimilarityFunction.DOT_PRODUCT;
            case DOT -> VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT;
            case EUCLIDEAN -> VectorSimilarityFunction.EUCLIDEAN;
        };
    }

    /// The components to store and to search by; the given array itself where they are the same.
    public float[] indexed(float[] given) {
        if (similarity != Similarity.COSINE) {
            return given;
        }
        double length = Math.sqrt(dot(given, given));
        if (length == 0 || Math.abs(length - 1) <= UNIT_TOLERANCE) {
            return given;
        }
        float[] unit = new float[given.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (given[i] / length);
        }
        return unit;
    }

    /// The score that users see, higher is better: cosine, dot product, or 1/(1+d²).
    ///
    /// @param query as the user gave it
    /// @param stored as [#indexed] made it
    public double score(float[] query, float[] stored) {
        return switch (similarity) {
            case COSINE -> {
                double lengths = Math.sqrt(dot(query, query)) * Math.sqrt(dot(stored, stored));
                yield lengths == 0 ? 0 : Math.clamp(dot(query, stored) / lengths, -1.0, 1.0);
            }
            case DOT -> dot(query, stored);
            case EUCLIDEAN -> 1 / (1 + squareDistance(query, stored));
        };
    }

    /// Maps what [FlatVectors] computes to the scale of [#function], so that both rank together.
    float rank(float raw) {
        return switch (similarity) {
            case COSINE -> Math.max((1 + raw) / 2, 0);
            case DOT -> raw < 0 ? 1 / (1 - raw) : raw + 1;
            case EUCLIDEAN -> 1 / (1 + raw);
        };
    }

    private static double dot(float[] left, float[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += (double) left[i] * right[i];
        }
        return sum;
    }

    private static double squareDistance(float[] left, float[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            double difference = (double) left[i] - right[i];
            sum += difference * difference;
        }
        return sum;
    }
}
